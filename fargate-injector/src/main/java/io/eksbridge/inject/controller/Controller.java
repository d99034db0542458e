// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.TlsSource;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.Mirror;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.api.WatchMetrics;
import io.eksbridge.inject.certificate.Step;
import io.kubernetes.client.openapi.ApiClient;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works while it leads: at each change of what it keeps, when something is due, and once a minute.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Context
final class Controller implements Reconciler.Reports {
  private static final Logger LOGGER = LoggerFactory.getLogger(Controller.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final List<ListWatch> watches = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
  private final ControllerMetrics metrics;
  private final Clock clock;
  private final Reconciler reconciler;
  private final Leadership leadership;
  private volatile String state = "waiting";
  private volatile Optional<String> problem = Optional.of("nothing has been looked at yet");

  Controller(
      ControllerConfig config,
      ApiClient client,
      ControllerMetrics metrics,
      WatchMetrics watchMetrics,
      Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
    var api = new ApiServer(client);
    var objects = new ApiObjects(api);
    String identity =
        System.getenv().getOrDefault("HOSTNAME", "controller") + "_" + UUID.randomUUID();
    this.leadership = new Leadership(objects, Places.of(config).lease(), identity, this::ring);
    this.reconciler = new Reconciler(config, objects, this, clock);
    metrics.leader(leadership::leader);
    var mirror = new Ringing();
    if (config.tlsSource() == TlsSource.CONTROLLER) {
      watches.add(
          new ListWatch(
              api,
              Resource.secret("certificate", config.namespace(), config.tlsSecret()),
              mirror,
              watchMetrics));
    }
    watches.add(watch(api, "automatic", Names.AUTOMATIC_CONFIGURATION, mirror, watchMetrics));
    watches.add(watch(api, "opt-in", Names.OPT_IN_CONFIGURATION, mirror, watchMetrics));
  }

  @EventListener
  void serve(ServerStartupEvent serving) {
    for (ListWatch watch : watches) {
      threads.add(Thread.ofVirtual().name("watch-" + watch.name()).start(watch));
    }
    Thread.ofPlatform().daemon().name("election").start(leadership);
    threads.add(Thread.ofPlatform().daemon().name("controller").start(this::work));
  }

  /// Ends the work first, then gives the Lease back.
  @PreDestroy
  void end() {
    threads.forEach(Thread::interrupt);
    leadership.stop();
  }

  boolean leader() {
    return leadership.leader();
  }

  boolean synced() {
    return watches.stream().allMatch(ListWatch::synced);
  }

  /// What keeps a leader from its work.
  Optional<String> problem() {
    return problem;
  }

  String state() {
    return state;
  }

  @Override
  public void wrote(String kind, String name, String change, String reason, List<String> fields) {
    metrics.wrote(kind, change, reason);
    var line =
        LOGGER
            .atInfo()
            .addKeyValue("object", kind)
            .addKeyValue("name", name)
            .addKeyValue("change", change)
            .addKeyValue("reason", reason);
    (fields.isEmpty() ? line : line.addKeyValue("fields", String.join(", ", fields)))
        .log("changed");
  }

  @Override
  public void phase(Step.Phase phase) {
    state = phase.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public void serving(Instant end) {
    metrics.expiry(end);
  }

  private void work() {
    Duration pause = FIRST_PAUSE;
    Duration next = Duration.ZERO;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (!next.isZero()) {
          bell.poll(next.toMillis(), TimeUnit.MILLISECONDS);
        }
        next = leadership.confirmed() ? pass() : LONGEST_PAUSE;
        pause = FIRST_PAUSE;
      } catch (InterruptedException stop) {
        return;
      } catch (IOException
          | Reconciler.Blocked
          | RuntimeException failure) { // whatever it is, again
        failed(failure, pause);
        next = pause;
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  /// One step; how long until the next.
  private Duration pass() throws IOException, Reconciler.Blocked {
    Optional<Instant> again = reconciler.step();
    if (again.isEmpty()) {
      return Duration.ZERO;
    }
    problem = Optional.empty();
    Duration wait = Duration.between(clock.instant(), again.get());
    return wait.isPositive() ? wait : Duration.ofMillis(1);
  }

  private void failed(Exception failure, Duration pause) {
    metrics.failed();
    problem = Optional.of(String.valueOf(failure.getMessage()));
    LOGGER
        .atWarn()
        .addKeyValue("why", failure.toString())
        .addKeyValue("again", pause)
        .log("pass failed");
  }

  private void ring() {
    bell.offer(true);
  }

  private static ListWatch watch(
      ApiServer api, String word, String name, Mirror mirror, WatchMetrics metrics) {
    return new ListWatch(api, Resource.configuration(word, name), mirror, metrics);
  }

  /// What has changed does not matter: everything is looked at again.
  private final class Ringing implements Mirror {
    @Override
    public void replace(List<JsonNode> objects) {
      ring();
    }

    @Override
    public void put(JsonNode object) {
      ring();
    }

    @Override
    public void remove(JsonNode object) {
      ring();
    }
  }
}
