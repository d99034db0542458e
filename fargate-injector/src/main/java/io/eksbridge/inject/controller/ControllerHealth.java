// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.FargateInjector;
import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/// A leader is ready when its last pass came to its end, another replica when it could take over.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Readiness
@Singleton
final class ControllerHealth implements HealthIndicator {
  private final Controller controller;

  ControllerHealth(Controller controller) {
    this.controller = controller;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::result);
  }

  private HealthResult result() {
    boolean leader = controller.leader();
    String problem = leader ? controller.problem().orElse("none") : "none";
    boolean ready = controller.synced() && problem.equals("none");
    return HealthResult.builder("controller", ready ? HealthStatus.UP : HealthStatus.DOWN)
        .details(Map.of("leader", leader, "certificate", controller.state(), "problem", problem))
        .build();
  }
}
