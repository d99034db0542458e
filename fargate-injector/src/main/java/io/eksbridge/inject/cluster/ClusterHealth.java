// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import io.eksbridge.inject.WatchConfig;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/// Ready once each watch has had its first list, or when that has been waited for long enough: an
/// API server that is away must not keep the webhook from answering.
@Readiness
@Singleton
final class ClusterHealth implements HealthIndicator {
  private final Watches watches;
  private final Clock clock;
  private final Instant patience;

  ClusterHealth(Watches watches, WatchConfig config, Clock clock) {
    this.watches = watches;
    this.clock = clock;
    this.patience = clock.instant().plus(config.syncWait());
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::result);
  }

  private HealthResult result() {
    Map<String, Object> synced = new TreeMap<>();
    watches.synced().forEach((name, done) -> synced.put(name, done ? "synced" : "waiting"));
    boolean ready = !synced.containsValue("waiting") || !clock.instant().isBefore(patience);
    return HealthResult.builder("cluster", ready ? HealthStatus.UP : HealthStatus.DOWN)
        .details(synced)
        .build();
  }
}
