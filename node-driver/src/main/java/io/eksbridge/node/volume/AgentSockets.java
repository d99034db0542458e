// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;

/// Where the Agent of this node listens.
///
/// @param dsd for DogStatsD
/// @param apm for traces
public record AgentSockets(Path dsd, Path apm) {
  static Path folder(Path socket) {
    Path parent = socket.getParent();
    return parent == null ? socket : parent;
  }
}
