// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.ClusterConfig;
import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.api.ApiServer;
import io.eksbridge.node.api.NodeTaints;
import io.eksbridge.node.api.ServiceAccount;
import io.eksbridge.node.mount.Listening;
import io.eksbridge.node.taint.WatchState;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the taints off this node that kept pods away until the driver was there: each time that
/// the kubelet registers the driver, for a while.
@Singleton
final class StartupTaints {
  private static final Logger LOG = LoggerFactory.getLogger(StartupTaints.class);

  private final NodeDriverConfig node;
  private final ClusterConfig cluster;
  private final Registration registration;
  private final ClusterMetrics metrics;
  private final Predicate<Path> listens;
  private final Pace pace;
  private volatile WatchState state = WatchState.OFF;
  private final AtomicReference<@Nullable Thread> watch = new AtomicReference<>();
  private final AtomicBoolean told = new AtomicBoolean();

  @Inject
  StartupTaints(
      NodeDriverConfig node,
      ClusterConfig cluster,
      Registration registration,
      ClusterMetrics metrics) {
    this(node, cluster, registration, metrics, Listening::at, Pace.USUAL);
  }

  StartupTaints(
      NodeDriverConfig node,
      ClusterConfig cluster,
      Registration registration,
      ClusterMetrics metrics,
      Predicate<Path> listens,
      Pace pace) {
    this.node = node;
    this.cluster = cluster;
    this.registration = registration;
    this.metrics = metrics;
    this.listens = listens;
    this.pace = pace;
    metrics.watch(() -> state);
  }

  @EventListener
  void begin(ServerStartupEvent started) {
    begin(System.getenv());
  }

  void begin(Map<String, String> environment) {
    if (cluster.taints(node.driverName()).isEmpty() || state != WatchState.OFF) {
      return;
    }
    Optional<ServiceAccount> account =
        ServiceAccount.find(
            cluster.apiServer(), Path.of(cluster.serviceAccountPath()), environment);
    if (account.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("service_account_path", cluster.serviceAccountPath())
          .log("no API server to ask: startup taints are left to others");
      return;
    }
    state = WatchState.UNREGISTERED;
    registration.whenRegistered(() -> watch(account.get()));
  }

  /// One watch at a time: the latest registration's.
  private void watch(ServiceAccount account) {
    Thread next = Thread.ofVirtual().name("startup-taints").unstarted(() -> run(account));
    Optional.ofNullable(watch.getAndSet(next)).ifPresent(Thread::interrupt);
    next.start();
  }

  private void run(ServiceAccount account) {
    try (var api = new ApiServer(account)) {
      var one =
          new TaintWatch(
              new NodeTaints(api, node.nodeId()),
              cluster.taints(node.driverName()),
              registration::isRegistered,
              () -> cluster.awaited(node.agent()).stream().allMatch(listens),
              now -> state = now,
              metrics,
              pace);
      if (one.run() && told.compareAndSet(false, true)) {
        LOG.atWarn()
            .addKeyValue("node", node.nodeId())
            .log("the API server forbids to get or patch this node: startup taints stay");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // another registration, or told to stop
    }
  }

  @EventListener
  void end(ShutdownEvent stopping) {
    end();
  }

  void end() {
    Optional.ofNullable(watch.getAndSet(null)).ifPresent(Thread::interrupt);
  }
}
