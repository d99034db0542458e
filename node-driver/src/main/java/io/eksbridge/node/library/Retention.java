// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How long libraries that nobody uses stay.
///
/// @param delay since their last use
/// @param quota bytes that all libraries may take
/// @param floor bytes of the disk that must stay free
public record Retention(Duration delay, long quota, long floor) {
  /// Why a library goes.
  public enum Strategy {
    /// It was not used for a while.
    DELAYED("delayed"),
    /// All together take too much, and it was used the longest ago.
    QUOTA("quota"),
    /// The disk is nearly full, and it was used the longest ago.
    SPACE("space");

    private final String label;

    Strategy(String label) {
      this.label = label;
    }

    /// Its name in metrics.
    public String label() {
      return label;
    }
  }

  /// A library in the store.
  ///
  /// @param key its name there
  /// @param bytes it takes
  /// @param used when it was mounted last
  /// @param kept whether it is mounted now, or shall stay
  public record Stored(String key, long bytes, Instant used, boolean kept) {}

  /// One that goes.
  public record Leaving(String key, Strategy strategy) {}

  /// Decides which of them go.
  ///
  /// @param free bytes of the disk
  public List<Leaving> decide(List<Stored> stored, long free, Instant now) {
    long total = stored.stream().mapToLong(Stored::bytes).sum();
    long room = free;
    List<Leaving> leaving = new ArrayList<>();
    List<Stored> idle =
        stored.stream()
            .filter(each -> !each.kept())
            .sorted(Comparator.comparing(Stored::used))
            .toList();
    for (Stored each : idle) {
      boolean old = each.used().plus(delay).isBefore(now);
      if (old || total > quota || room < floor) {
        leaving.add(
            new Leaving(
                each.key(),
                old ? Strategy.DELAYED : total > quota ? Strategy.QUOTA : Strategy.SPACE));
        total -= each.bytes();
        room += each.bytes();
      }
    }
    return List.copyOf(leaving);
  }
}
