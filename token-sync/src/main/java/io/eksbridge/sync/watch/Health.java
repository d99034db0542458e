// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.TokenSyncConfig;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;

/// What the watches say of the service: ready once each has seen its whole list, to be restarted
/// when one has heard nothing for longer than any watch is left open. A held source or copy is no
/// matter of health: no restart and no other replica would mend it.
abstract class Health implements HealthIndicator {
  static final Duration TOO_LONG = Duration.ofMinutes(15);

  private final Watches watches;
  private final Predicate<ListWatch> well;

  Health(Watches watches, Predicate<ListWatch> well) {
    this.watches = watches;
    this.well = well;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean allWell = watches.all().stream().allMatch(well);
    Map<String, String> ages = new LinkedHashMap<>();
    for (ListWatch watch : watches.all()) {
      ages.put(
          watch.name(),
          (watch.isSynced() ? "heard " : "not listed, waiting for ")
              + watch.age().toSeconds()
              + " s"
              + (watch.isSynced() ? " ago" : ""));
    }
    return Publishers.just(
        HealthResult.builder("watches", allWell ? HealthStatus.UP : HealthStatus.DOWN)
            .details(ages)
            .build());
  }

  /// Whether it can do its work.
  @Readiness
  @Singleton
  @Requires(missingProperty = TokenSyncConfig.UNSOURCED)
  static final class Ready extends Health {
    Ready(Watches watches) {
      super(watches, ListWatch::isSynced);
    }
  }

  /// Whether a restart would help.
  @Liveness
  @Singleton
  @Requires(missingProperty = TokenSyncConfig.UNSOURCED)
  static final class Alive extends Health {
    Alive(Watches watches) {
      super(watches, watch -> watch.age().compareTo(TOO_LONG) < 0);
    }
  }
}
