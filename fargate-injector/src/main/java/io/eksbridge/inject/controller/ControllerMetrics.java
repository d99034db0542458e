// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.FargateInjector;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;

/// The meters of the controller itself; each duty has its own.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class ControllerMetrics {
  private final MeterRegistry meters;

  ControllerMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Whether this replica does the work.
  void leader(BooleanSupplier leader) {
    Gauge.builder("fargate.injector.leader", () -> leader.getAsBoolean() ? 1 : 0)
        .description("Whether this replica of the controller does the work")
        .register(meters);
  }

  /// Whether the last pass of a duty came to its end, here.
  void duty(String name, BooleanSupplier done) {
    Gauge.builder("fargate.injector.duty.done", () -> done.getAsBoolean() ? 1 : 0)
        .description("Whether the last pass of the duty came to its end, in the replica that leads")
        .tag("duty", name)
        .register(meters);
  }

  /// A pass of a duty did not come to its end.
  void failed(String duty) {
    meters.counter("fargate.injector.failed.passes", "duty", duty).increment();
  }
}
