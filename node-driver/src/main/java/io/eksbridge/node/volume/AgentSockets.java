// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;

/// Where the Agent of this node listens.
///
/// @param dsd for DogStatsD
/// @param apm for traces
/// @param dsdStream for DogStatsD by streams
public record AgentSockets(Path dsd, Path apm, Path dsdStream) {
  static Path folder(Path socket) {
    Path parent = socket.getParent();
    return parent == null ? socket : parent;
  }
}
