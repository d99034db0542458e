// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.audit;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.cluster.Watches;
import io.eksbridge.inject.controller.Standing;
import io.eksbridge.inject.gap.Gap;
import io.eksbridge.inject.sight.PodsMirror;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Comparator;

/// Which pods lack what.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.STATUS)
@Order(Standing.LATER)
@Singleton
final class CoverageStanding implements Standing {
  private static final int TOLD = 20;

  private final Overview overview;
  private final Watches watches;
  private final PodsMirror pods;
  private final Clock clock;

  CoverageStanding(Overview overview, Watches watches, PodsMirror pods, Clock clock) {
    this.overview = overview;
    this.watches = watches;
    this.pods = pods;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "coverage";
  }

  @Override
  public boolean tell(PrintWriter out) throws IOException {
    watches.list();
    if (!pods.watch().synced()) {
      var _ = pods.watch().list();
    }
    Overview.Found found = overview.look(clock.instant());
    out.println("coverage  " + found.text());
    found.gaps().stream()
        .sorted(Comparator.comparing(each -> each.pod().title()))
        .limit(TOLD)
        .forEach(each -> out.println(word(each) + each.pod().title() + ": " + each.sentence()));
    if (found.gaps().size() > TOLD) {
      out.println("coverage  and " + (found.gaps().size() - TOLD) + " more");
    }
    return found.gaps().isEmpty();
  }

  private static String word(Gap gap) {
    return switch (gap) {
      case Gap.Stale _ -> "stale     ";
      case Gap.Missed(_, String reason, _, _, _) -> "missed    " + reason + " ";
    };
  }
}
