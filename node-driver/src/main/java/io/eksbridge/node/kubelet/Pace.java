// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import java.time.Duration;

/// How often the node is looked at for startup taints, and for how long.
///
/// @param interval between two looks
/// @param window after which nothing more is expected
/// @param afterFailure between two looks after failures
record Pace(Duration interval, Duration window, Backoff afterFailure) {
  /// Taints may come a little after the node itself: Karpenter adds its own once the node is there.
  static final Pace USUAL =
      new Pace(
          Duration.ofSeconds(5),
          Duration.ofMinutes(10),
          new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)));
}
