// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.restart;

import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.controller.Blocked;
import io.eksbridge.inject.controller.Standing;
import io.eksbridge.inject.wave.Ledger;
import io.eksbridge.inject.wave.Rollout;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/// Which owners were restarted within the day, and which of them are still about it.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.STATUS)
@Order(Standing.LATER)
@Singleton
final class RestartStanding implements Standing {
  private final Restarts restarts;

  RestartStanding(ControllerConfig config, ApiObjects objects) {
    this.restarts = new Restarts(objects, config.namespace());
  }

  @Override
  public String name() {
    return "restarts";
  }

  @Override
  public boolean tell(PrintWriter out) throws IOException, Blocked {
    Ledger ledger = restarts.ledger();
    out.println(
        "restarts  %d within a day, %d under way"
            .formatted(ledger.entries().size(), ledger.open().size()));
    boolean well = true;
    for (Ledger.Entry each : ledger.open()) {
      Optional<Rollout> rollout = restarts.rollout(each.owner());
      boolean complete = rollout.filter(Rollout::complete).isPresent();
      out.println(
          "restarts  %s %s/%s since %s for %s: %s"
              .formatted(
                  each.owner().kind(),
                  each.owner().namespace(),
                  each.owner().name(),
                  each.at(),
                  each.cause(),
                  rollout.isEmpty() ? "gone" : complete ? "complete" : "its rollout goes on"));
      well &= complete || rollout.isEmpty();
    }
    return well;
  }
}
