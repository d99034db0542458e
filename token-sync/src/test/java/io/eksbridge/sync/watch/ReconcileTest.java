// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.Names;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.InMemorySecrets;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Source;
import io.eksbridge.sync.plan.TokenRules.Hold;
import io.eksbridge.sync.plan.Why;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One namespace, from every start to where it belongs, and then silence.
final class ReconcileTest {
  private static final String TEAM = "team";
  private static final Source.Good NEW = source("key", "new-token");
  private static final Source.Good OLD = source("key", "old-token");

  private final Observed observed = new Observed();
  private final InMemorySecrets secrets = new InMemorySecrets();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> events = new ArrayList<>();
  private final Reconciler reconciler =
      new Reconciler(
          observed,
          secrets,
          (namespace, name, reason, message) ->
              events.add(namespace + "/" + name + " " + reason + ": " + message),
          new SyncMetrics(meters),
          new TokenSyncConfig(
              "datadog/datadog/api-key",
              "datadog/datadog-cluster-agent/token",
              Names.COPY_SECRET,
              "eksbridge.io/fargate=enabled",
              null,
              null,
              null,
              1,
              false));

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

    Outcome outcome = reconciler.look(TEAM, System.nanoTime()).orElseThrow();

    assertThat(outcome.result()).contains(new ApplyResult.Outrun());
    assertThat(secrets.values(TEAM)).contains(Map.of("password", "theirs"));
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

  private void begin(String start) {
    switch (start) {
      case "nothing" -> {}
      case "a true copy" -> made(NEW);
      case "an older copy" -> made(OLD);
      case "an edited copy" -> {
        made(NEW);
        secrets.edit(TEAM, "kubectl-edit", Names.TOKEN, "edited");
      }
      case "a copy without a key" -> {
        made(new Source.Good(Map.of(Names.TOKEN, "new-token"), Map.of(), "other"));
      }
      case "their other keys" -> secrets.edit(TEAM, "kubectl", "password", "theirs");
      case "their equal keys" ->
          NEW.values().forEach((key, value) -> secrets.edit(TEAM, "kubectl", key, value));
      case "our key beside theirs" -> {
        secrets.edit(TEAM, "kubectl", "password", "theirs");
        settleSelected();
        assertThat(secrets.values(TEAM).orElseThrow()).containsKey(Names.TOKEN);
      }
      default -> throw new IllegalArgumentException(start);
    }
  }

  private void made(Source.Good from) {
    namespace(true);
    observed.source(from);
    settle();
  }

  private void settleSelected() {
    namespace(true);
    observed.source(NEW);
    settle();
  }

  private void settle() {
    var _ = look();
    var _ = look();
  }

  /// As after each event: the watch has shown what there is.
  private Outcome look() {
    secrets.view(TEAM).ifPresent(copy -> observed.copy(TEAM, copy));
    if (secrets.view(TEAM).isEmpty()) {
      observed.copyGone(TEAM, "999999999");
    }
    return reconciler.look(TEAM, System.nanoTime()).orElseThrow();
  }

  private void namespace(boolean selected) {
    observed.namespace(
        new NamespaceView(
            TEAM,
            selected ? Map.of(Names.FARGATE_KEY, "enabled") : Map.of(),
            false,
            Optional.empty()));
  }

  private double copiesTrue() {
    return meters.get("eksbridge.token.sync.copies.true").gauge().value();
  }

  private static Source.Good source(String key, String token) {
    Map<String, String> values = Map.of(Names.API_KEY, key, Names.TOKEN, token);
    Map<String, String> prints =
        values.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, value -> InMemorySecrets.print(value.getValue())));
    return new Source.Good(values, prints, "from " + token);
  }
}
