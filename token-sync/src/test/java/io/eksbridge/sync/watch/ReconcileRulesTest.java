// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.AccessConfig.Access;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.plan.Demand;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Why;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What an operator, other people and other controllers say about a copy.
final class ReconcileRulesTest extends ReconcileScene {
  @Test
  void aNamespaceWithAPodThatNeedsItHoldsACopyUntilTheDelayAfterTheLastOne() {
    reconcile(Duration.ofHours(1), false, Access.CLUSTER);
    namespace(false);
    observed.source(NEW);
    var pod = new Pods.Seen("FARGATE", TEAM, "web-1");

    assertThat(pods.put(pod, Demand.SIDECAR)).isTrue();
    assertThat(look().change().why()).isEqualTo(Why.MISSING);
    pods.remove(pod);
    Outcome lingering = look();

    assertThat(lingering.change().why()).isEqualTo(Why.LINGERING);
    assertThat(Requeue.after(lingering, Optional.of(Duration.ofMinutes(59)), false, 1, 0.5))
        .contains(Duration.ofMinutes(59));
    assertThat(secrets.values(TEAM)).contains(NEW.values());
  }

  @Test
  void anOptOutIsHeededAtOnce() {
    reconcile(Duration.ofHours(1), false, Access.CLUSTER);
    made(NEW);
    observed.namespace(
        new NamespaceView(TEAM, Map.of(Names.FARGATE_KEY, "disabled"), false, Optional.empty()));

    assertThat(look().change().why()).isEqualTo(Why.EXCLUDED);
    assertThat(secrets.values(TEAM)).isEmpty();
  }

  @Test
  void whereTooManyCopiesLoseTheirReasonAtOnceNoneIsTakenAway() {
    observed.source(NEW);
    List<String> teams = IntStream.range(0, 20).mapToObj(n -> "team-" + n).toList();
    for (String team : teams) {
      labelled(team, true);
      assertThat(look(team).settled()).isTrue();
      secrets.view(team).ifPresent(copy -> observed.copy(place(team), copy));
    }

    teams.subList(0, 7).forEach(team -> labelled(team, false));
    assertThat(teams.subList(0, 7))
        .allSatisfy(team -> assertThat(look(team).change().why()).isEqualTo(Why.BRAKED));
    assertThat(meters.get("eksbridge.token.sync.braked").gauge().value()).isEqualTo(1);

    labelled("team-6", true);
    assertThat(look("team-0").change().verb()).isEqualTo("delete");
    assertThat(meters.get("eksbridge.token.sync.braked").gauge().value()).isZero();
  }

  @Test
  void byForceAForeignValueIsTakenOverAndNothingElseOfTheSecret() {
    reconcile(Duration.ZERO, true, Access.CLUSTER);
    secrets.edit(TEAM, "helm", Names.TOKEN, "their-token");
    secrets.edit(TEAM, "helm", "password", "theirs");
    namespace(true);
    observed.source(NEW);

    assertThat(look().change().why()).isEqualTo(Why.FORCED);
    assertThat(look().change().why()).isEqualTo(Why.TRUE);
    assertThat(secrets.values(TEAM).orElseThrow())
        .containsAllEntriesOf(NEW.values())
        .containsEntry("password", "theirs");
  }

  @Test
  void whatAnotherControllerTendsIsNotEvenForced() {
    reconcile(Duration.ZERO, true, Access.CLUSTER);
    secrets.edit(TEAM, "external-secrets", Names.TOKEN, "their-token");
    secrets.tend(TEAM, "ExternalSecret/datadog");
    namespace(true);
    observed.source(NEW);
    int writes = secrets.writes();

    Outcome outcome = look();

    assertThat(outcome.change().why()).isEqualTo(Why.TENDED);
    assertThat(outcome.detail()).isEqualTo("held by ExternalSecret/datadog");
    assertThat(secrets.writes()).isEqualTo(writes);
    assertThat(events).hasSize(1);
  }

  @Test
  void aNamespaceThatHasNotBoundTheRightsIsLeftUntilItHas() {
    reconcile(Duration.ZERO, false, Access.CONSENT);
    secrets.consent(TEAM, false);
    namespace(true);
    observed.source(NEW);

    Outcome before = reconciler.look(TEAM, 0).getFirst();
    secrets.consent(TEAM, true);
    Outcome after = reconciler.look(TEAM, 0).getFirst();

    assertThat(before.change().why()).isEqualTo(Why.NO_CONSENT);
    assertThat(before.word()).isEqualTo("forbidden");
    assertThat(Requeue.after(before, Optional.empty(), true, 9, 0.5)).contains(Requeue.AGAIN);
    assertThat(after.change().why()).isEqualTo(Why.MISSING);
    assertThat(Requeue.after(after, Optional.empty(), true, 1, 0.5)).contains(Requeue.AGAIN);
    assertThat(secrets.values(TEAM)).contains(NEW.values());
  }
}
