// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.sync.Stage.Pass;
import io.eksbridge.sync.kube.ApiServer.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `--once` on a real API server, with the rights of the chart and no others.
final class OncePassTest {
  @RegisterExtension private final Stage stage = new Stage();

  @Test
  void aRestartWritesNothing() {
    String team = stage.namespace("team", true);
    assertThat(stage.once().code()).isEqualTo(ExitCode.OK);
    String version = stage.version(team);

    Pass second = stage.once();

    assertThat(second.lines()).containsExactly(team + " leave TRUE left");
    assertThat(stage.version(team)).isEqualTo(version);
  }

  @Test
  void aForeignSecretWithOtherValuesIsLeftAndItsManagerNamed() {
    String team = stage.namespace("team", true);
    stage.admin().secret(team, Names.COPY_SECRET, Map.of("token", "theirs"));
    String version = stage.version(team);

    Pass pass = stage.once();

    assertThat(pass.code()).isEqualTo(ExitCode.FAILED);
    assertThat(pass.lines()).containsExactly(team + " leave FOREIGN conflict held by helm");
    assertThat(stage.version(team)).isEqualTo(version);
    assertThat(stage.events(team))
        .anyMatch(event -> event.startsWith("CopyHeld") && event.contains("helm"));
  }

  @Test
  void aForeignSecretWithOtherKeysKeepsThemAndOursGoWhenItIsNoLongerSelected() {
    String team = stage.namespace("team", true);
    stage.admin().secret(team, Names.COPY_SECRET, Map.of("password", "theirs"));

    assertThat(stage.once().code()).isEqualTo(ExitCode.OK);
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "token")).isEqualTo(Stage.GOOD);
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "password")).isEqualTo("theirs");
    assertThat(
            stage
                .admin()
                .get(Cluster.path(team, Names.COPY_SECRET))
                .body()
                .path("metadata")
                .has("labels"))
        .isFalse();

    stage.namespace("team", false);
    assertThat(stage.once().lines()).containsExactly(team + " release NOT_SELECTED applied");
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "token")).isNull();
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "password")).isEqualTo("theirs");
  }

  @Test
  void aForeignSecretWithTheSameValuesIsTrueAndNotWritten() {
    String team = stage.namespace("team", true);
    stage
        .admin()
        .secret(team, Names.COPY_SECRET, Map.of("token", Stage.GOOD, "api-key", Stage.KEY));
    String version = stage.version(team);

    assertThat(stage.once().lines()).containsExactly(team + " leave TRUE left");
    assertThat(stage.version(team)).isEqualTo(version);
  }

  @Test
  void anEmptySecretOfSomebodyElseIsFilled() {
    String team = stage.namespace("team", true);
    stage.admin().secret(team, Names.COPY_SECRET, Map.of());

    assertThat(stage.once().lines()).containsExactly(team + " update FOREIGN applied");
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "token")).isEqualTo(Stage.GOOD);
  }

  @Test
  void anApplyOfStringDataWhichTakesAValueFromNobodyIsSeenAndRepairedOnce() {
    String team = stage.namespace("team", true);
    assertThat(stage.once().code()).isEqualTo(ExitCode.OK);
    stage.admin().secret(team, Names.COPY_SECRET, Map.of("token", "edited"));

    assertThat(stage.once().lines()).containsExactly(team + " update DRIFT applied");
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "token")).isEqualTo(Stage.GOOD);
    assertThat(stage.once().lines()).containsExactly(team + " leave TRUE left");
  }

  @Test
  void aKeyThatNobodyClaimsIsNotDeletedWithOurCopy() {
    String team = stage.namespace("team", true);
    assertThat(stage.once().code()).isEqualTo(ExitCode.OK);
    stage.admin().secret(team, Names.COPY_SECRET, Map.of("password", "theirs"));
    stage.admin().secret(team, Names.COPY_SECRET, Map.of());
    stage.namespace("team", false);

    assertThat(stage.once().lines()).containsExactly(team + " delete NOT_SELECTED applied");
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "password")).isEqualTo("theirs");
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "token")).isNull();
  }

  @Test
  void aSourceThatIsAbsentIsHeld() {
    stage.namespace("team", true);
    Pass pass = stage.once("--api-key-source=datadog/datadog/no-such-key");
    assertThat(pass.lines()).first().isEqualTo("source api-key held KEY_ABSENT");

    stage.admin().delete(Cluster.path("datadog", "datadog"));
    assertThat(stage.once().lines()).first().isEqualTo("source api-key held SECRET_ABSENT");
  }

  @Test
  void aDryRunIsCheckedByTheServerAndStoresNothing() {
    String team = stage.namespace("team", true);

    Pass pass = stage.once("--dry-run");

    assertThat(pass.code()).isEqualTo(ExitCode.OK);
    assertThat(pass.lines())
        .containsExactly(team + " create (dry run) MISSING applied +api-key +token");
    assertThat(status(stage.admin().get(Cluster.path(team, Names.COPY_SECRET)))).isEqualTo(404);
  }

  @Test
  void whatTheServerRefusesIsToldApart() {
    String fixed = stage.namespace("fixed", true);
    assertThat(stage.once().lines()).contains(fixed + " create MISSING applied");
    stage.admin().merge(Cluster.path(fixed, Names.COPY_SECRET), Map.of("immutable", true));
    String full = stage.namespace("full", true);
    noRoomForSecrets(full);
    stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.NEXT));

    Pass pass = stage.once();

    assertThat(pass.code()).isEqualTo(ExitCode.FAILED);
    assertThat(pass.lines())
        .containsExactly(
            fixed + " update SOURCE_CHANGED immutable", full + " create MISSING over-quota");
    assertThat(stage.admin().value(fixed, Names.COPY_SECRET, "token")).isEqualTo(Stage.GOOD);
  }

  /// A quota as its controller would have counted it.
  private void noRoomForSecrets(String namespace) {
    String quotas = "/api/v1/namespaces/" + namespace + "/resourcequotas";
    Map<String, Object> none = Map.of("hard", Map.of("secrets", "0"));
    stage.admin().post(quotas, Map.of("metadata", Map.of("name", "none"), "spec", none));
    stage
        .admin()
        .merge(
            quotas + "/none/status",
            Map.of(
                "status", Map.of("hard", Map.of("secrets", "0"), "used", Map.of("secrets", "0"))));
    Map<String, Object> probe = Cluster.secretOf(namespace, "probe", Map.of());
    String secrets = "/api/v1/namespaces/" + namespace + "/secrets?dryRun=All";
    Stage.eventually(() -> status(stage.admin().post(secrets, probe)) == 403);
  }

  private static int status(Answer answer) {
    return answer.status();
  }
}
