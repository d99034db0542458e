// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.FargateInjector;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Every meter of the controller.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class ControllerMetrics {
  private final MeterRegistry meters;
  private volatile Instant expiry = Instant.EPOCH;

  ControllerMetrics(MeterRegistry meters) {
    this.meters = meters;
    TimeGauge.builder(
            "fargate.injector.issued.certificate.expiry.timestamp",
            () -> expiry.getEpochSecond(),
            TimeUnit.SECONDS)
        .description(
            "When the certificate ends that the controller made for the webhook; 0 for none")
        .register(meters);
  }

  /// Whether this replica does the work.
  void leader(BooleanSupplier leader) {
    Gauge.builder("fargate.injector.leader", () -> leader.getAsBoolean() ? 1 : 0)
        .description("Whether this replica of the controller does the work")
        .register(meters);
  }

  /// When the certificate ends that is to be served.
  void expiry(Instant end) {
    expiry = end;
  }

  /// Something was written.
  void wrote(String object, String change, String reason) {
    meters
        .counter("fargate.injector.writes", "object", object, "change", change, "reason", reason)
        .increment();
  }

  /// A pass did not come to its end.
  void failed() {
    meters.counter("fargate.injector.failed.passes").increment();
  }
}
