// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.AccessConfig;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.Leadership;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.watch.NamespaceQueue.Turn;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serving: the watches run, and once each has seen its whole list, workers look at the namespaces
/// that are due, where this replica leads; one that does not is up to date and takes over at once.
@Requires(missingProperty = TokenSyncConfig.UNSOURCED)
@Singleton
final class Following {
  private static final Logger LOGGER = LoggerFactory.getLogger(Following.class);

  private final Watches watches;
  private final NamespaceQueue queue;
  private final Reconciler reconciler;
  private final Past past;
  private final boolean byConsent;
  private final Leadership leadership;
  private final RotationLoop rotation;
  private final Gate gate;
  private final int workers;
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  Following(
      Watches watches,
      NamespaceQueue queue,
      Reconciler reconciler,
      Past past,
      TokenSyncConfig config,
      AccessConfig access,
      Leadership leadership,
      RotationLoop rotation,
      Gate gate,
      SyncMetrics metrics) {
    metrics.leads(leadership::leads);
    this.leadership = leadership;
    this.rotation = rotation;
    this.gate = gate;
    this.byConsent = access.byConsent();
    this.watches = watches;
    this.past = past;
    this.queue = queue;
    this.reconciler = reconciler;
    this.workers = config.concurrency();
  }

  @EventListener
  synchronized void start(ServerStartupEvent started) {
    leadership.start();
    for (ListWatch watch : watches.all()) {
      threads.add(Thread.ofVirtual().name(watch.name()).start(watch));
    }
    threads.add(Thread.ofVirtual().name("rotation").start(rotation));
    for (int worker = 0; worker < workers; worker++) {
      threads.add(Thread.ofVirtual().name("worker-" + worker).start(this::work));
    }
  }

  /// What is under way is finished by the API server; it is looked at again after the next start.
  @PreDestroy
  synchronized void stop() {
    watches.stop();
    threads.forEach(Thread::interrupt);
    leadership.stop();
  }

  private void work() {
    try {
      watches.awaitSynced();
      while (true) {
        gate.enter();
        Optional<ApplyResult> answer = Optional.empty();
        try {
          leadership.awaitLeading();
          Turn turn = queue.take();
          if (leadership.leads()) {
            answer = look(turn);
          } else { // lost while there was nothing to do: it is another's
            queue.done(turn.namespace());
            queue.add(turn.namespace(), turn.lane());
          }
        } finally {
          gate.leave(answer);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<ApplyResult> look(Turn turn) {
    String namespace = turn.namespace();
    try {
      List<Outcome> outcomes = reconciler.look(namespace, turn.asked());
      if (outcomes.isEmpty()) {
        attempts.remove(namespace);
      } else {
        again(namespace, outcomes);
      }
      return outcomes.stream()
          .filter(seen -> !(seen.change() instanceof Change.Leave) || byConsent)
          .flatMap(seen -> seen.result().stream())
          .reduce((one, other) -> one instanceof ApplyResult.Busy ? one : other);
    } catch (RuntimeException surprise) {
      // The other namespaces must not suffer for it.
      LOGGER.atError().setCause(surprise).addKeyValue("namespace", namespace).log("failed");
      queue.add(namespace, Requeue.LONGEST);
      return Optional.empty();
    } finally {
      queue.done(namespace);
    }
  }

  private void again(String namespace, List<Outcome> outcomes) {
    boolean settled = outcomes.stream().allMatch(Outcome::settled);
    if (settled) {
      attempts.remove(namespace);
    }
    int attempt = settled ? 1 : attempts.merge(namespace, 1, Integer::sum);
    double chance = ThreadLocalRandom.current().nextDouble();
    outcomes.stream()
        .flatMap(
            outcome ->
                Requeue.after(outcome, past.left(outcome.place()), byConsent, attempt, chance)
                    .stream())
        .min(Comparator.naturalOrder())
        .ifPresent(delay -> queue.add(namespace, delay));
  }
}
