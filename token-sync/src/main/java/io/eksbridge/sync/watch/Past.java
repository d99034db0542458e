// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.DemandConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When each namespace stopped qualifying, as far as this process has seen: what it never saw
/// qualify stopped when it was first looked at, so that a restart takes nothing away early.
@Singleton
final class Past {
  private final Duration delay;
  private final Map<String, Long> stopped = new ConcurrentHashMap<>();

  Past(DemandConfig config) {
    this.delay = config.releaseDelay();
  }

  /// It qualifies now.
  void qualifies(String namespace) {
    stopped.remove(namespace);
  }

  /// Whether it stopped qualifying less than the delay ago, supposing that it does not now.
  boolean lingers(String namespace) {
    return left(namespace).isPresent();
  }

  /// For how much longer its copy stays.
  Optional<Duration> left(String namespace) {
    Long since = stopped.get(namespace);
    Duration left =
        since == null ? delay : delay.minus(Duration.ofNanos(System.nanoTime() - since));
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  /// It does not qualify now: the delay runs.
  void doesNotQualify(String namespace) {
    stopped.putIfAbsent(namespace, System.nanoTime());
  }
}
