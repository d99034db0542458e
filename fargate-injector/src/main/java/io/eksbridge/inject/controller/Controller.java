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
import java.util.concurrent.atomic.AtomicBoolean;

/// Watches for all duties once this replica has the Lease, and has each worked on while it leads.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Context
final class Controller {
  private final List<ListWatch> watches;
  private final List<Worker> workers;
  private final List<Thread> threads = new ArrayList<>();
  private final Leadership leadership;
  private final Standby standby;
  private final AtomicBoolean watching = new AtomicBoolean();
  private final AtomicBoolean standing = new AtomicBoolean();

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
            this::watch,
            () -> duties.forEach(duty -> duty.bell().ring()),
            this::standBy);
    metrics.leader(leadership::leader);
    this.workers =
        duties.stream().map(duty -> new Worker(duty, leadership, metrics, clock)).toList();
    this.watches = duties.stream().flatMap(duty -> duty.watches().stream()).distinct().toList();
    this.standby = new Standby(watches);
  }

  @EventListener
  void serve(ServerStartupEvent serving) {
    Thread.ofPlatform().daemon().name("election").start(leadership);
    for (Worker worker : workers) {
      began(Thread.ofPlatform().daemon().name(worker.duty().name()).start(worker));
    }
  }

  /// The first time only: who has lost the Lease may have it again.
  private void watch() {
    if (watching.compareAndSet(false, true)) {
      for (ListWatch watch : watches) {
        began(Thread.ofVirtual().name("watch-" + watch.name()).start(watch));
      }
    }
  }

  private void standBy() {
    if (!watching.get() && standing.compareAndSet(false, true)) {
      began(Thread.ofVirtual().name("standby").start(standby));
    }
  }

  private void began(Thread thread) {
    synchronized (threads) {
      threads.add(thread);
    }
  }

  /// Ends the work first, then gives the Lease back.
  @PreDestroy
  void end() {
    synchronized (threads) {
      threads.forEach(Thread::interrupt);
    }
    leadership.stop();
  }

  boolean leader() {
    return leadership.leader();
  }

  /// Whether it sees what it works on, or could if it had to take over.
  boolean able() {
    return watching.get() ? watches.stream().allMatch(ListWatch::synced) : standby.able();
  }

  List<Worker> workers() {
    return workers;
  }
}
