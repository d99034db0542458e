// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import java.time.Duration;

/// How long the registration waits for what.
///
/// @param look between two looks at the sockets and the link
/// @param refused after the kubelet refused the driver
/// @param unasked for the kubelet to ask who we are
/// @param untold for the kubelet to say how it ended, once it has asked: it waits long for the API
record Rhythm(Duration look, Backoff refused, Backoff unasked, Duration untold) {
  static final Rhythm USUAL =
      new Rhythm(
          Duration.ofSeconds(1),
          new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)),
          new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(1)),
          Duration.ofSeconds(150));
}
