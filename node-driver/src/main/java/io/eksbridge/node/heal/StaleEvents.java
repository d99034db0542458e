// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import io.eksbridge.node.ClusterConfig;
import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.api.ApiServer;
import io.eksbridge.node.api.PodEvent;
import io.eksbridge.node.api.Reply;
import io.eksbridge.node.api.ServiceAccount;
import io.eksbridge.node.mount.KernelRefusal;
import io.eksbridge.node.mount.Mounts;
import io.eksbridge.node.mount.Place;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.PodName;
import io.eksbridge.node.volume.StaleVolume;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells pods of their stale volumes by Events: from a queue, on a thread that is there while the
/// queue is not empty, as is the connection to the API server.
@Singleton
final class StaleEvents {
  static final String REASON = "StaleSocket";

  private static final Logger LOG = LoggerFactory.getLogger(StaleEvents.class);
  private static final int MOST_WAITING = 1_000;
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final NodeDriverConfig node;
  private final ClusterConfig cluster;
  private final Mounts mounts;
  private final ClusterMetrics metrics;
  private final BlockingQueue<PodEvent> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean sending = new AtomicBoolean();
  private final AtomicBoolean forbidden = new AtomicBoolean();

  StaleEvents(NodeDriverConfig node, ClusterConfig cluster, Mounts mounts, ClusterMetrics metrics) {
    this.node = node;
    this.cluster = cluster;
    this.mounts = mounts;
    this.metrics = metrics;
  }

  /// Has the volume's pod told, if there is anybody to tell it to; returns at once.
  void tell(StaleVolume volume) {
    Optional<PodName> pod = new PodLogs(Path.of(cluster.podLogsPath())).pod(volume.target().pod());
    LOG.atWarn()
        .addKeyValue("target_path", volume.target().path())
        .addKeyValue("pod", pod.map(each -> each.namespace() + "/" + each.name()).orElse(""))
        .log("a volume shows a socket that the Agent has deleted");
    Optional<ServiceAccount> account = account();
    if (account.isEmpty() || forbidden.get()) {
      return;
    }
    if (pod.isEmpty()) {
      metrics.event("unknown_pod");
      return;
    }
    if (!waiting.offer(event(pod.get(), volume))) {
      metrics.event("dropped");
    }
    send(account.get());
  }

  private Optional<ServiceAccount> account() {
    return cluster.staleVolumeEvents()
        ? ServiceAccount.find(
            cluster.apiServer(), Path.of(cluster.serviceAccountPath()), System.getenv())
        : Optional.empty();
  }

  private PodEvent event(PodName pod, StaleVolume volume) {
    return new PodEvent(
        pod,
        mark(volume),
        PodEvent.Type.WARNING,
        REASON,
        "Rebind",
        ("Volume \"%s\" shows a socket of the Datadog Agent that is gone: the Agent has restarted."
                + " Containers that run now cannot reach the new one: restart the pod. New"
                + " containers get it. Volumes of type DSDSocketDirectory or APMSocketDirectory"
                + " outlive the Agent's restarts.")
            .formatted(volume.target().volume()));
  }

  /// The same for the same dead socket in the same volume, whichever process looks.
  private long mark(StaleVolume volume) {
    FileView dead;
    try (Place place = mounts.open(volume.target())) {
      dead = place.obstacle().isPresent() ? FileView.ABSENT : place.look().file();
    } catch (KernelRefusal gone) {
      LOG.atDebug().setCause(gone).log("the volume goes away");
      dead = FileView.ABSENT;
    }
    return volume.target().path().hashCode() * 1_000_003L + dead.device() * 31 + dead.inode();
  }

  private void send(ServiceAccount account) {
    if (sending.compareAndSet(false, true)) {
      Thread _ = Thread.ofVirtual().name("stale-events").start(() -> drain(account));
    }
  }

  private void drain(ServiceAccount account) {
    try (var api = new ApiServer(account)) {
      for (PodEvent next = waiting.poll(); next != null; next = waiting.poll()) {
        deliver(api, next);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the driver stops
    } finally {
      sending.set(false);
    }
    if (!waiting.isEmpty()) {
      send(account); // one came as we left
    }
  }

  private void deliver(ApiServer api, PodEvent event) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      switch (event.send(api, node.driverName(), node.nodeId(), Instant.now())) {
        case Reply.Done _ -> metrics.event("created");
        case Reply.Conflict _ -> metrics.event("known"); // an instance before this one sent it
        case Reply.Forbidden(var why) -> forbidden(why);
        case Reply.Failed(var why) -> {
          if (attempt < TRIES) {
            Thread.sleep(PAUSE);
            continue;
          }
          LOG.atWarn().addKeyValue("problem", why).log("cannot tell a pod of its stale volume");
          metrics.event("failed");
        }
      }
      return;
    }
  }

  private void forbidden(String why) {
    waiting.clear();
    metrics.event("forbidden");
    if (forbidden.compareAndSet(false, true)) {
      LOG.atWarn().addKeyValue("problem", why).log("may not make Events: pods are not told");
    }
  }
}
