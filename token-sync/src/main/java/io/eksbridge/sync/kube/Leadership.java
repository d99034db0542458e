// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.sync.LeaderConfig;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.kube.ApiServer.Answer;
import io.eksbridge.sync.plan.Ownership;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.openapi.ApiClient;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of several replicas does the work: the holder of the Lease. It is made by an apply, so
/// that the right to create it is locked to its name; who is alone leads always.
@Singleton
public final class Leadership {
  private static final Logger LOGGER = LoggerFactory.getLogger(Leadership.class);
  private static final int NOT_FOUND = 404;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ApiClient client;
  private final ApiServer server;
  private final LeaderConfig config;
  private final String identity;
  private Optional<Long> seized = Optional.empty();
  private boolean leads;
  private int term;
  private volatile boolean stopped;
  private volatile @Nullable LeaderElector elector;
  private volatile @Nullable Thread thread;

  /// By the Lease in the configured namespace.
  public Leadership(ApiClient client, ApiServer server, LeaderConfig config) throws IOException {
    this.client = client;
    this.server = server;
    this.config = config;
    this.leads = config.namespace().isEmpty();
    this.identity =
        Optional.ofNullable(System.getenv("HOSTNAME"))
                .orElseGet(() -> InetAddress.getLoopbackAddress().getHostName())
            + "_"
            + UUID.randomUUID().toString().substring(0, 8);
  }

  /// Whether this replica does the work now.
  public synchronized boolean leads() {
    return leads;
  }

  /// Waits until it does.
  public synchronized void awaitLeading() throws InterruptedException {
    while (!leads) {
      wait();
    }
  }

  /// How often this replica has begun to do the work.
  public synchronized int term() {
    return term;
  }

  /// Who holds the Lease, and since when nothing was heard of it, for people.
  public Optional<String> holder() throws IOException {
    if (config.namespace().isEmpty()) {
      return Optional.empty();
    }
    Answer answer = server.send("GET", path(config.namespace().get()), Map.of(), "", null);
    JsonNode spec = answer.body().path("spec");
    String holder = spec.path("holderIdentity").asText();
    return holder.isEmpty()
        ? Optional.empty()
        : Optional.of(holder + ", renewed " + spec.path("renewTime").asText());
  }

  /// Who we are, in the Lease.
  public String identity() {
    return identity;
  }

  /// Takes the Lease, if there is one, from whoever holds it, and keeps it until that one must have
  /// stopped to work; nobody begins for as long as it is [#keep]t.
  public void seizeAndWait() throws IOException {
    long end = System.nanoTime() + config.leaseDuration().toNanos();
    while (seize() && System.nanoTime() < end) {
      LockSupport.parkNanos(config.retryPeriod().toNanos());
    }
  }

  /// Keeps what was seized.
  public void keep() throws IOException {
    if (seized.isPresent() && System.nanoTime() - seized.get() > config.retryPeriod().toNanos()) {
      var _ = seize();
    }
  }

  /// Whether there was a Lease to take.
  private boolean seize() throws IOException {
    if (config.namespace().isEmpty()) {
      return false;
    }
    ObjectNode lease = ApiServer.JSON.createObjectNode();
    lease
        .putObject("spec")
        .put("holderIdentity", identity)
        .put("renewTime", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
    Answer answer =
        server.send(
            "PATCH",
            path(config.namespace().get()),
            Map.of("fieldManager", Names.FIELD_MANAGER),
            "application/merge-patch+json",
            lease);
    if (answer.status() >= 300 && answer.status() != NOT_FOUND) {
      throw new ApiFailure(answer.status(), answer.body().path("reason").asText());
    }
    seized = answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(System.nanoTime());
    return seized.isPresent();
  }

  /// Takes part in the election until the end, if there is one.
  public void start() {
    config
        .namespace()
        .ifPresent(
            namespace ->
                thread =
                    Thread.ofPlatform()
                        .name("leadership")
                        .daemon()
                        .start(() -> takePart(namespace)));
  }

  /// Gives the Lease back, so that another takes over at once.
  @PreDestroy
  public void stop() {
    stopped = true;
    leads(false);
    Thread running = thread;
    LeaderElector held = elector;
    if (held != null) {
      held.close();
    }
    if (running != null) {
      running.interrupt();
    }
  }

  private void takePart(String namespace) {
    while (!stopped) {
      try {
        make(namespace);
        var lock = new LeaseLock(namespace, Names.FIELD_MANAGER, identity, client);
        var held =
            new LeaderElector(
                new LeaderElectionConfig(
                    lock, config.leaseDuration(), config.renewDeadline(), config.retryPeriod()));
        elector = held;
        held.run(() -> leads(!stopped), () -> leads(false));
      } catch (IOException | RuntimeException failure) {
        LOGGER
            .atWarn()
            .addKeyValue("lease", namespace + "/" + Names.FIELD_MANAGER)
            .addKeyValue(
                "failure",
                failure instanceof ApiFailure
                    ? failure.getMessage()
                    : failure.getClass().getSimpleName())
            .log("the Lease cannot be had, trying again");
      }
      leads(false);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /// The elector can read only a Lease that says how often it has changed hands.
  private void make(String namespace) throws IOException {
    Answer there = server.send("GET", path(namespace), Map.of(), "", null);
    if (there.body().path("spec").has("leaseTransitions")) {
      return;
    }
    ObjectNode lease = ApiServer.JSON.createObjectNode();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata =
        lease.putObject("metadata").put("name", Names.FIELD_MANAGER).put("namespace", namespace);
    ObjectNode labels = metadata.putObject("labels");
    Ownership.OURS_BY.forEach(labels::put);
    lease
        .putObject("spec")
        .put("leaseTransitions", 0)
        .put("leaseDurationSeconds", config.leaseDuration().toSeconds());
    Answer answer =
        server.send(
            "PATCH",
            path(namespace),
            Map.of("fieldManager", Names.FIELD_MANAGER, "force", "true"),
            "application/apply-patch+yaml",
            lease);
    if (answer.status() >= 300) {
      throw new ApiFailure(answer.status(), answer.body().path("reason").asText());
    }
  }

  private static String path(String namespace) {
    return "/apis/coordination.k8s.io/v1/namespaces/"
        + namespace
        + "/leases/"
        + Names.FIELD_MANAGER;
  }

  private synchronized void leads(boolean now) {
    if (now != leads) {
      leads = now;
      term += now ? 1 : 0;
      LOGGER
          .atInfo()
          .addKeyValue("replica", identity)
          .log(now ? "leads: this replica does the work" : "does not lead any more");
      notifyAll();
    }
  }
}
