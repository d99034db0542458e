// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

/// How many changes may be under way at once: one more after as many that went well, half as many
/// when the API server is pressed.
public record Pace(int now, int most, int well) {
  private static final int FIRST = 8;

  /// The pace to begin with.
  public static Pace upTo(int most) {
    return new Pace(Math.min(FIRST, most), most, 0);
  }

  /// After a change that was answered in order.
  public Pace calm() {
    return well + 1 < now
        ? new Pace(now, most, well + 1)
        : new Pace(Math.min(now + 1, most), most, 0);
  }

  /// After the API server said that it is busy, or said nothing.
  public Pace pressed() {
    return new Pace(Math.max(1, now / 2), most, 0);
  }
}
