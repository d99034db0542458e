// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import java.time.Duration;

/// What the kubelet said of the driver last, and how long to wait for what it says next. Not for
/// several threads at once.
final class Patience {
  private final Rhythm rhythm;
  private boolean registered;
  private int refusals;
  private int offers;
  private long due;

  Patience(Rhythm rhythm) {
    this.rhythm = rhythm;
  }

  boolean isRegistered() {
    return registered;
  }

  /// Whether the kubelet has had long enough to answer, at `now` of the nanosecond clock.
  boolean isDue(long now) {
    return now - due >= 0;
  }

  /// The link was made.
  void offered(long now) {
    registered = false;
    offers++;
    due = now + rhythm.unasked().after(offers).toNanos();
  }

  /// The kubelet asked who we are.
  void asked(long now) {
    due = now + rhythm.untold().toNanos();
  }

  /// The kubelet took the driver in, or had done so before this process came.
  void accepted() {
    registered = true;
    refusals = 0;
    offers = 0;
  }

  /// The kubelet will not have the driver; how long it is left alone now.
  Duration refused(long now) {
    registered = false;
    refusals++;
    Duration wait = rhythm.refused().after(refusals);
    due = now + wait.toNanos();
    return wait;
  }

  /// The kubelet has dropped the driver.
  void lost() {
    registered = false;
  }

  int refusals() {
    return refusals;
  }
}
