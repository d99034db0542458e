// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.ClusterConfig;
import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.api.ApiServer;
import io.eksbridge.node.api.PodEvent;
import io.eksbridge.node.api.Reply;
import io.eksbridge.node.api.ServiceAccount;
import io.eksbridge.node.volume.PodName;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells pods by Events that a library is on its way, and how far; once each, since the next word
/// comes soon.
@Singleton
final class PullEvents {
  static final String REASON = "DownloadingLibrary";

  private static final Logger LOG = LoggerFactory.getLogger(PullEvents.class);
  private static final int MOST_PODS = 20;

  private final NodeDriverConfig node;
  private final ClusterConfig cluster;
  private final ClusterMetrics metrics;

  PullEvents(NodeDriverConfig node, ClusterConfig cluster, ClusterMetrics metrics) {
    this.node = node;
    this.cluster = cluster;
    this.metrics = metrics;
  }

  /// Has those pods told, if there is anybody to tell it to; returns at once.
  void tell(Set<PodName> pods, String progress) {
    List<PodName> told = pods.stream().limit(MOST_PODS).toList();
    Optional<ServiceAccount> account = account();
    if (account.isPresent() && !told.isEmpty()) {
      Thread _ =
          Thread.ofVirtual()
              .name("library-events")
              .start(() -> send(account.get(), told, progress));
    }
  }

  private Optional<ServiceAccount> account() {
    return cluster.staleVolumeEvents()
        ? ServiceAccount.find(
            cluster.apiServer(), Path.of(cluster.serviceAccountPath()), System.getenv())
        : Optional.empty();
  }

  private void send(ServiceAccount account, List<PodName> pods, String progress) {
    Instant now = Instant.now();
    try (var api = new ApiServer(account)) {
      for (PodName pod : pods) {
        var event =
            new PodEvent(
                pod,
                now.toEpochMilli() * 31 + progress.hashCode(),
                PodEvent.Type.NORMAL,
                REASON,
                "Download",
                "The library is downloaded to this node. " + progress);
        switch (event.send(api, node.driverName(), node.nodeId(), now)) {
          case Reply.Done _ -> metrics.event("created");
          case Reply.Conflict _ -> metrics.event("known");
          case Reply.Forbidden _ -> metrics.event("forbidden");
          case Reply.Failed(var why) -> {
            metrics.event("failed");
            LOG.atDebug().addKeyValue("problem", why).log("cannot tell a pod of its library");
          }
        }
      }
    }
  }
}
