// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.health.HealthCheck;
import io.eksbridge.node.mount.Mounts;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.VolumeKind;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Alive is a driver that sees the Agent's folders as they are on the node. A folder that was
/// deleted there and made anew stays the deleted one in the driver's container until that starts
/// again, and every pod would be shown it.
@Singleton
final class AgentFolders implements HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(AgentFolders.class);

  private final Mounts mounts;
  private final List<Path> folders;

  AgentFolders(Mounts mounts, NodeDriverConfig config) {
    this.mounts = mounts;
    this.folders =
        Stream.of(VolumeKind.values())
            .flatMap(kind -> kind.source(config.agent()).stream())
            .filter(source -> source.kind() == FileKind.DIRECTORY)
            .map(Source::path)
            .distinct()
            .toList();
  }

  @Override
  public Question question() {
    return Question.LIVENESS;
  }

  @Override
  public String name() {
    return "agent-folders";
  }

  @Override
  public Finding look() {
    List<Path> deleted = folders.stream().filter(mounts::isDeleted).toList();
    for (Path folder : deleted) {
      LOG.atWarn()
          .addKeyValue("folder", folder)
          .log("the Agent's folder was deleted on the node: the driver must start anew to see it");
    }
    return new Finding(
        deleted.isEmpty(), Map.of("deleted", deleted.stream().map(Path::toString).toList()));
  }
}
