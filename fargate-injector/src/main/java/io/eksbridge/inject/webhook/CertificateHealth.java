// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/// Not ready without a certificate, or with one that has expired: the API server would refuse it.
@Readiness
@Singleton
final class CertificateHealth implements HealthIndicator {
  private final ServingCertificate certificate;
  private final Clock clock;

  CertificateHealth(ServingCertificate certificate, Clock clock) {
    this.certificate = certificate;
    this.clock = clock;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::result);
  }

  private HealthResult result() {
    boolean valid = certificate.expiry().filter(clock.instant()::isBefore).isPresent();
    String expiry = certificate.expiry().map(Instant::toString).orElse("none");
    return HealthResult.builder("certificate", valid ? HealthStatus.UP : HealthStatus.DOWN)
        .details(Map.of("expiry", expiry))
        .build();
  }
}
