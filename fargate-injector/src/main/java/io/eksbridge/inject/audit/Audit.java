// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.audit;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.cluster.Watches;
import io.eksbridge.inject.controller.Duty;
import io.eksbridge.inject.sight.PodsMirror;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds the pods whose Agent has an old address, and those that have none: each few seconds, since
/// nothing waits for it.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class Audit extends Duty {
  private static final Duration PACE = Duration.ofSeconds(5);

  private final Overview overview;
  private final Watches watches;
  private final PodsMirror pods;
  private final Reporting reporting;
  private final Findings findings;
  private final Clock clock;

  Audit(
      Overview overview,
      Watches watches,
      PodsMirror pods,
      Reporting reporting,
      Findings findings,
      Clock clock) {
    super("coverage");
    this.overview = overview;
    this.watches = watches;
    this.pods = pods;
    this.reporting = reporting;
    this.findings = findings;
    this.clock = clock;
  }

  @Override
  public List<ListWatch> watches() {
    return List.of(pods.watch());
  }

  @Override
  public Optional<Instant> step() throws IOException {
    Instant now = clock.instant();
    if (!pods.watch().synced() || !watches.complete()) {
      return Optional.of(now.plus(PACE)); // what is not known yet is no gap
    }
    Overview.Found found = overview.look(now);
    reporting.tell(found.gaps(), now);
    findings.found(found.gaps());
    stands(found.text());
    return Optional.of(now.plus(PACE));
  }

  @Override
  public void relieved() {
    super.relieved();
    reporting.relieved();
    findings.relieved();
  }
}
