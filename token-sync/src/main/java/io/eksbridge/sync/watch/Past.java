// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.DemandConfig;
import io.eksbridge.sync.plan.Place;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When each place stopped qualifying, as far as this process has seen: what it never saw
/// qualify stopped when it was first looked at, so that a restart takes nothing away early.
@Singleton
final class Past {
  private final Duration delay;
  private final Map<Place, Long> stopped = new ConcurrentHashMap<>();

  Past(DemandConfig config) {
    this.delay = config.releaseDelay();
  }

  /// It qualifies now.
  void qualifies(Place place) {
    stopped.remove(place);
  }

  /// Whether it stopped qualifying less than the delay ago, supposing that it does not now.
  boolean lingers(Place place) {
    return left(place).isPresent();
  }

  /// For how much longer its copy stays.
  Optional<Duration> left(Place place) {
    Long since = stopped.get(place);
    Duration left =
        since == null ? delay : delay.minus(Duration.ofNanos(System.nanoTime() - since));
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  /// It does not qualify now: the delay runs.
  void doesNotQualify(Place place) {
    stopped.putIfAbsent(place, System.nanoTime());
  }
}
