// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.FargateInjector;
import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/// A leader is ready when the last pass of each duty came to its end, another replica when it could
/// take over.
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

  /// A word for each duty, and what keeps a leader from any of them.
  private HealthResult result() {
    boolean leader = controller.leader();
    var problems = new ArrayList<String>();
    var details = new LinkedHashMap<String, Object>();
    details.put("leader", leader);
    for (Worker worker : controller.workers()) {
      String name = worker.duty().name();
      details.put(name, worker.duty().state());
      worker.problem().filter(_ -> leader).ifPresent(each -> problems.add(name + ": " + each));
    }
    details.put("problem", problems.isEmpty() ? "none" : String.join("; ", problems));
    boolean ready = controller.able() && problems.isEmpty();
    return HealthResult.builder("controller", ready ? HealthStatus.UP : HealthStatus.DOWN)
        .details(details)
        .build();
  }
}
