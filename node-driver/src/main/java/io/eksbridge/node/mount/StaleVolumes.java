// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.Census;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks now and then at what is published on this node: a volume of a single socket dies with the
/// Agent that made the socket, and nothing else would tell.
@Singleton
public final class StaleVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(StaleVolumes.class);

  private final Mounts mounts;
  private final Path kubelet;
  private final AgentSockets agent;
  private volatile Census last = new Census(0, 0);

  /// Counts these mounts.
  public StaleVolumes(Mounts mounts, NodeDriverConfig config, NodeDriverMetrics metrics) {
    this.mounts = mounts;
    this.kubelet = config.kubelet();
    this.agent = config.agent();
    metrics.volumes(() -> last);
  }

  /// Looks once.
  @Scheduled(initialDelay = "5s", fixedDelay = "60s")
  void look() {
    Census now = Census.of(mounts.table(), real(kubelet), agent);
    if (now.stale() > last.stale()) {
      LOG.atWarn()
          .addKeyValue("stale", now.stale())
          .addKeyValue("published", now.published())
          .log("volumes show sockets that the Agent no longer serves: restart their pods");
    }
    last = now;
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
