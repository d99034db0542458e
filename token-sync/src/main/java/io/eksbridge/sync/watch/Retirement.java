// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.DemandConfig;
import io.eksbridge.sync.Scope;
import io.eksbridge.sync.plan.Brake;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Ownership;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Selection;
import io.eksbridge.sync.plan.Why;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at all copies before one is taken away, and says so when the brake holds them.
@Singleton
final class Retirement {
  private static final Logger LOGGER = LoggerFactory.getLogger(Retirement.class);

  private final Observed observed;
  private final Scope scope;
  private final Brake brake;
  private final Set<String> braking = new HashSet<>();

  Retirement(Observed observed, SyncMetrics metrics, Scope scope, DemandConfig demand) {
    this.observed = observed;
    this.scope = scope;
    this.brake = demand.brake();
    metrics.braked(this::isBraking);
  }

  /// The decision, or to leave things where too many copies would go.
  synchronized Change checked(String secret, Change decided) {
    return switch (decided) {
      case Change.Release _, Change.Delete _ -> braked(secret, decided);
      case Change.Create _, Change.Update _, Change.Leave _ -> decided;
    };
  }

  private synchronized boolean isBraking() {
    return !braking.isEmpty();
  }

  private Change braked(String secret, Change decided) {
    Selection selection = scope.selection(secret);
    List<NamespaceView> ours =
        observed.namespaces().stream()
            .flatMap(namespace -> observed.view(new Place(namespace, secret)).stream())
            .filter(view -> view.copy().map(Copy::owner).filter(Ownership.OURS::equals).isPresent())
            .filter(view -> !view.terminating() && !selection.excludes(view))
            .toList();
    long unwanted = ours.stream().filter(view -> !selection.selects(view)).count();
    Change left = brake.on(decided, unwanted, ours.size());
    boolean now = left.why() == Why.BRAKED;
    if (decided.why() == Why.NOT_SELECTED && (now ? braking.add(secret) : braking.remove(secret))) {
      LOGGER
          .atLevel(now ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.INFO)
          .addKeyValue("secret", secret)
          .addKeyValue("unwanted", unwanted)
          .addKeyValue("copies", ours.size())
          .log(
              now
                  ? "too many copies lost their reason to be at once: none is taken away;"
                      + " --release-limit allows more"
                  : "copies are taken away again");
    }
    return left;
  }
}
