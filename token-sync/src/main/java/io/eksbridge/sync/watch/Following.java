// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.watch.NamespaceQueue.Turn;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serving: the watches run, and once each has seen its whole list, workers look at the namespaces
/// that are due.
@Singleton
final class Following {
  private static final Logger LOGGER = LoggerFactory.getLogger(Following.class);

  private final Watches watches;
  private final NamespaceQueue queue;
  private final Reconciler reconciler;
  private final int workers;
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  Following(Watches watches, NamespaceQueue queue, Reconciler reconciler, TokenSyncConfig config) {
    this.watches = watches;
    this.queue = queue;
    this.reconciler = reconciler;
    this.workers = config.concurrency();
  }

  @EventListener
  synchronized void start(ServerStartupEvent started) {
    for (ListWatch watch : watches.all()) {
      threads.add(Thread.ofVirtual().name(watch.name()).start(watch));
    }
    for (int worker = 0; worker < workers; worker++) {
      threads.add(Thread.ofVirtual().name("worker-" + worker).start(this::work));
    }
  }

  /// What is under way is finished by the API server; it is looked at again after the next start.
  @PreDestroy
  synchronized void stop() {
    watches.stop();
    threads.forEach(Thread::interrupt);
  }

  private void work() {
    try {
      watches.awaitSynced();
      while (true) {
        look(queue.take());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Turn turn) {
    String namespace = turn.namespace();
    try {
      reconciler
          .look(namespace, turn.asked())
          .flatMap(Outcome::result)
          .ifPresentOrElse(result -> again(namespace, result), () -> attempts.remove(namespace));
    } catch (RuntimeException surprise) {
      // The other namespaces must not suffer for it.
      LOGGER.atError().setCause(surprise).addKeyValue("namespace", namespace).log("failed");
      again(namespace, new ApplyResult.Unreachable(surprise.getClass().getSimpleName()));
    } finally {
      queue.done(namespace);
    }
  }

  private void again(String namespace, ApplyResult result) {
    int attempt = attempts.merge(namespace, 1, Integer::sum);
    Requeue.after(result, attempt, ThreadLocalRandom.current().nextDouble())
        .ifPresentOrElse(delay -> queue.add(namespace, delay), () -> attempts.remove(namespace));
  }
}
