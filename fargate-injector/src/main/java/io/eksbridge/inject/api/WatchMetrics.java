// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;

/// The meters of the watches, of whichever command watches.
@Singleton
public final class WatchMetrics {
  private final MeterRegistry meters;

  WatchMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Whether a watch has had its first list.
  void watch(String name, BooleanSupplier synced) {
    Gauge.builder("fargate.injector.watch.synced", () -> synced.getAsBoolean() ? 1 : 0)
        .description("Whether the watch has had its first list")
        .tag("watch", name)
        .register(meters);
  }

  /// A watch broke and is begun again.
  void broken(String watch) {
    meters.counter("fargate.injector.watch.failures", "watch", watch).increment();
  }
}
