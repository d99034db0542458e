// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.csi.CsiServer;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/// Ready is a driver that serves and that the kubelet took in: from then on volumes can be
/// published.
@Singleton
@io.micronaut.management.health.indicator.annotation.Readiness
final class Readiness implements HealthIndicator {
  private final CsiServer csi;
  private final Registration registration;

  Readiness(CsiServer csi, Registration registration) {
    this.csi = csi;
    this.registration = registration;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean serving = csi.isServing();
    boolean registered = registration.isRegistered();
    return Publishers.just(
        HealthResult.builder("kubelet", serving && registered ? HealthStatus.UP : HealthStatus.DOWN)
            .details(Map.of("serving", serving, "registered", registered))
            .build());
  }
}
