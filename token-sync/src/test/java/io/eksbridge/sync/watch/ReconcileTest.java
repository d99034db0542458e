// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.Names;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.plan.Source;
import io.eksbridge.sync.plan.TokenRules.Hold;
import io.eksbridge.sync.plan.Why;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One namespace, from every start to where it belongs, and then silence.
final class ReconcileTest extends ReconcileScene {
  @ParameterizedTest
  @CsvSource({
    "nothing,                selected",
    "a true copy,            selected",
    "an older copy,          selected",
    "an edited copy,         selected",
    "a copy without a key,   selected",
    "their other keys,       selected",
    "their equal keys,       selected",
    "a true copy,            no longer",
    "an edited copy,         no longer",
    "their other keys,       no longer",
    "their equal keys,       no longer",
    "our key beside theirs,  no longer",
    "nothing,                no longer",
  })
  void everyStartConvergesAndASecondLookIsSilent(String start, String namespace) {
    boolean selected = namespace.equals("selected");
    begin(start);
    namespace(selected);
    observed.source(NEW);

    settle();
    int writes = secrets.writes();
    settle();

    assertThat(secrets.writes()).isEqualTo(writes);
    Map<String, String> values = secrets.values(TEAM).orElse(Map.of());
    if (selected) {
      assertThat(values).containsAllEntriesOf(NEW.values());
    } else if (start.contains("equal")) {
      assertThat(values).isEqualTo(NEW.values());
    } else {
      assertThat(values).doesNotContainKey(Names.TOKEN);
      assertThat(secrets.values(TEAM).isPresent()).isEqualTo(start.contains("their"));
    }
    if (start.contains("their other") || start.contains("beside")) {
      assertThat(values).containsEntry("password", "theirs");
    }
  }

  @Test
  void aForeignSecretWithOtherValuesIsLeftAndItsPeopleAreTold() {
    secrets.edit(TEAM, "helm", Names.TOKEN, "their-token");
    namespace(true);
    observed.source(NEW);

    Outcome first = look();
    Outcome second = look();

    assertThat(first.result()).contains(new ApplyResult.Conflict(List.of("helm")));
    assertThat(second.settled()).isFalse();
    assertThat(second.wanted()).isTrue();
    assertThat(secrets.values(TEAM)).contains(Map.of(Names.TOKEN, "their-token"));
    assertThat(events)
        .containsExactly(
            "team/datadog-secret CopyHeld: The keys of this Secret are not kept in step with the"
                + " sources: conflict, held by helm");
    assertThat(
            meters.get("eksbridge.token.sync.changes").tag("result", "conflict").counter().count())
        .isEqualTo(1);
    assertThat(
            meters
                .get("eksbridge.token.sync.copies.untrue")
                .tag("result", "conflict")
                .gauge()
                .value())
        .isEqualTo(1);
  }

  @Test
  void whileASourceIsHeldTheLastGoodCopyIsNeitherOverwrittenNorDeleted() {
    begin("a true copy");
    namespace(true);
    observed.source(new Source.Held(Map.of(Names.TOKEN, Hold.SHORT)));
    int writes = secrets.writes();

    Outcome outcome = look();

    assertThat(outcome.change().why()).isEqualTo(Why.SOURCE_HELD);
    assertThat(outcome.settled()).isFalse();
    assertThat(secrets.writes()).isEqualTo(writes);
    assertThat(secrets.values(TEAM)).contains(NEW.values());
  }

  @Test
  void aCopyThatSomebodyReplacedSinceItWasSeenIsLookedAtAgain() {
    begin("a true copy");
    namespace(false);
    observed.source(NEW);
    secrets.delete(TEAM);
    secrets.edit(TEAM, "kubectl", "password", "theirs");

    Outcome outcome = reconciler.look(TEAM, System.nanoTime()).getFirst();

    assertThat(outcome.result()).isEmpty();
    assertThat(outcome.settled()).isTrue();
    assertThat(secrets.values(TEAM)).contains(Map.of("password", "theirs"));
  }

  @Test
  void aCopyThatSomebodyEditedSinceItWasSeenIsDecidedOnAnew() {
    begin("an older copy");
    namespace(true);
    observed.source(NEW);
    secrets.edit(TEAM, "kubectl", "password", "theirs");

    Outcome outcome = reconciler.look(TEAM, System.nanoTime()).getFirst();

    assertThat(outcome.settled()).isTrue();
    assertThat(secrets.values(TEAM).orElseThrow())
        .containsAllEntriesOf(NEW.values())
        .containsEntry("password", "theirs");
  }

  @Test
  void anObjectThatChangesAllTheTimeIsLeftForLaterAfterAFewTries() {
    begin("an older copy");
    namespace(true);
    observed.source(NEW);
    for (int change = 0; change < 9; change++) {
      secrets.answerNext(new ApplyResult.Outrun());
    }

    Outcome outcome = look();

    assertThat(outcome.result()).contains(new ApplyResult.Outrun());
    assertThat(Requeue.after(outcome, Optional.empty(), false, 1, 0.5)).isPresent();
    assertThat(secrets.troubles()).isEqualTo(6);
  }

  @Test
  void whatSomebodyElseHoldsIsComparedOnceForEachOfItsVersionsAndOfTheSource() {
    secrets.edit(TEAM, "kubectl", Names.TOKEN, "new-token");
    secrets.edit(TEAM, "kubectl", Names.API_KEY, "key");
    namespace(true);
    observed.source(NEW);

    settle();
    assertThat(look().change().why()).isEqualTo(Why.TRUE);
    assertThat(secrets.comparisons()).isEqualTo(1);
    observed.source(OLD);
    assertThat(look().change().why()).isEqualTo(Why.FOREIGN);
    assertThat(secrets.comparisons()).isEqualTo(2);
  }

  @Test
  void aValueThatNobodyIsKnownToHoldIsSomebodysAllTheSame() {
    secrets.edit(TEAM, "kubectl", Names.TOKEN, "their-token");
    secrets.disown(TEAM);
    namespace(true);
    observed.source(NEW);

    assertThat(look().change().why()).isEqualTo(Why.FOREIGN);
    assertThat(secrets.values(TEAM)).contains(Map.of(Names.TOKEN, "their-token"));
  }

  @Test
  void whatCouldNotBeDoneIsDoneWhenItCan() {
    namespace(true);
    observed.source(NEW);
    secrets.answerNext(new ApplyResult.OverQuota());
    secrets.answerNext(new ApplyResult.Unreachable("ConnectException"));

    assertThat(look().word()).isEqualTo("over-quota");
    assertThat(look().word()).isEqualTo("unreachable");
    assertThat(copiesTrue()).isZero();
    assertThat(look().settled()).isTrue();
    assertThat(copiesTrue()).isEqualTo(1);
  }

  @Test
  void aNamespaceThatIsGoneIsForgotten() {
    namespace(true);
    observed.source(NEW);
    settle();
    observed.namespaceGone(TEAM);

    assertThat(reconciler.look(TEAM, 0)).isEmpty();
    assertThat(copiesTrue()).isZero();
  }
}
