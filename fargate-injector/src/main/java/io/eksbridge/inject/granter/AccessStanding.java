// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.GrantConfig;
import io.eksbridge.inject.access.Demand;
import io.eksbridge.inject.access.GrantChange;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.controller.Standing;
import io.eksbridge.inject.fleet.FargatePod;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// How the access to kubelets stands.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.STATUS)
@Singleton
final class AccessStanding implements Standing {
  private final GrantConfig config;
  private final Sight sight;
  private final Reviews reviews;

  AccessStanding(GrantConfig config, Sight sight, Reviews reviews) {
    this.config = config;
    this.sight = sight;
    this.reviews = reviews;
  }

  @Override
  public String name() {
    return "access";
  }

  @Override
  public boolean tell(PrintWriter out) throws IOException {
    for (ListWatch each : sight.watches()) {
      each.list();
    }
    Situation now = sight.look(Set.of());
    out.println(
        "access    %s: %d ServiceAccounts, %d pods granted, %d waiting for their node"
            .formatted(
                config.kubeletAccess(),
                now.demand().nodes().size(),
                now.coverage().granted().size(),
                now.demand().waiting().size()));
    for (GrantChange each : now.changes()) {
      out.println("access    to be written: " + each.name());
    }
    for (GrantChange.Refuse each : now.clashes()) {
      out.println("clash     " + each.kind() + "/" + each.name() + " is not ours");
    }
    contested(now.demand().contested(), out);
    return denied(now.coverage().open(), out)
        && now.changes().isEmpty()
        && now.clashes().isEmpty()
        && now.demand().contested().isEmpty();
  }

  private static void contested(List<FargatePod> pods, PrintWriter out) {
    for (FargatePod pod : pods) {
      out.println(
          "contested %s says that it runs on %s, as does a pod of another ServiceAccount"
              .formatted(pod.title(), pod.node()));
    }
  }

  /// Those that may not, whoever might have let them.
  private boolean denied(List<FargatePod> open, PrintWriter out) throws IOException {
    var denied = new TreeSet<String>();
    for (FargatePod pod : open) {
      if (!reviews.allowed(Demand.account(pod), pod.node())) {
        denied.add("denied    " + pod.title() + " may not read the kubelet of " + pod.node());
      }
    }
    denied.forEach(out::println);
    return denied.isEmpty();
  }
}
