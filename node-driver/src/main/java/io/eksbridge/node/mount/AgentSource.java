// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Provision;
import io.eksbridge.node.volume.SourceView;
import java.nio.file.Path;

/// Something of the Agent's, where it is or where its links lead.
record AgentSource(Path path, SourceView view) implements Held {
  @Override
  public Runnable provide(Provision provision) {
    return () -> {}; // the Agent makes it
  }

  @Override
  public void close() {}
}
