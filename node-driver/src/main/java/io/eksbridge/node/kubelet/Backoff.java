// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import java.time.Duration;

/// How long to wait after so many failures in a row: twice as long each time, up to a limit.
///
/// @param first after the first failure
/// @param most the limit
record Backoff(Duration first, Duration most) {
  private static final int ENOUGH_DOUBLINGS = 20;

  Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.clamp(failures - 1, 0, ENOUGH_DOUBLINGS));
    return wait.compareTo(most) < 0 ? wait : most;
  }
}
