// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.registrar;

import io.eksbridge.inject.FargateInjector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// When the certificate ends that is kept.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class RegistrarMetrics {
  private volatile Instant expiry = Instant.EPOCH;

  RegistrarMetrics(MeterRegistry meters) {
    TimeGauge.builder(
            "fargate.injector.issued.certificate.expiry.timestamp",
            () -> expiry.getEpochSecond(),
            TimeUnit.SECONDS)
        .description(
            "When the certificate ends that the controller made for the webhook; 0 for none")
        .register(meters);
  }

  /// When the certificate ends that is to be served.
  void expiry(Instant end) {
    expiry = end;
  }
}
