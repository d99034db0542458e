// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.ListWatch;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Watches for all duties, and has each worked on while this replica leads.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Context
final class Controller {
  private final List<ListWatch> watches;
  private final List<Worker> workers;
  private final List<Thread> threads = new ArrayList<>();
  private final Leadership leadership;

  Controller(
      ControllerConfig config,
      ApiObjects objects,
      List<Duty> duties,
      ControllerMetrics metrics,
      Clock clock) {
    String identity =
        Objects.requireNonNullElseGet(config.identity(), () -> "controller_" + UUID.randomUUID());
    this.leadership =
        new Leadership(
            objects,
            LeaseRecord.path(config.namespace()),
            identity,
            () -> duties.forEach(duty -> duty.bell().ring()));
    metrics.leader(leadership::leader);
    this.workers =
        duties.stream().map(duty -> new Worker(duty, leadership, metrics, clock)).toList();
    this.watches = duties.stream().flatMap(duty -> duty.watches().stream()).distinct().toList();
  }

  @EventListener
  void serve(ServerStartupEvent serving) {
    for (ListWatch watch : watches) {
      threads.add(Thread.ofVirtual().name("watch-" + watch.name()).start(watch));
    }
    Thread.ofPlatform().daemon().name("election").start(leadership);
    for (Worker worker : workers) {
      threads.add(Thread.ofPlatform().daemon().name(worker.duty().name()).start(worker));
    }
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

  List<Worker> workers() {
    return workers;
  }
}
