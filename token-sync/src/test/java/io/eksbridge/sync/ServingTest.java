// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.sync.Stage.Pass;
import io.eksbridge.sync.kube.ApiServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// token-sync serving on a real API server, with the rights of the chart and no others.
final class ServingTest {
  @RegisterExtension private final Stage stage = new Stage();

  @Test
  void aNewNamespaceGetsItsCopyAndARelabelledOneLosesIt() {
    stage.run();

    String team = stage.namespace("team", true);
    Stage.eventually(
        () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));
    stage.namespace("team", false);
    Stage.eventually(() -> status(stage.admin().get(Cluster.path(team, Names.COPY_SECRET))) == 404);
    stage.namespace("team", true);
    Stage.eventually(
        () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));
  }

  @Test
  void aRotationReachesAllCopies() {
    List<String> teams = Stream.of("a", "b", "c").map(name -> stage.namespace(name, true)).toList();
    stage.run();
    Stage.eventually(
        () ->
            teams.stream()
                .allMatch(
                    team ->
                        Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token"))));

    stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.NEXT));

    Stage.eventually(
        () ->
            teams.stream()
                .allMatch(
                    team ->
                        Stage.NEXT.equals(stage.admin().value(team, Names.COPY_SECRET, "token"))));
    assertThat(teams)
        .allMatch(
            team -> Stage.KEY.equals(stage.admin().value(team, Names.COPY_SECRET, "api-key")));
  }

  @Test
  void aCopyThatIsDeletedOrEditedIsRepaired() {
    String team = stage.namespace("team", true);
    stage.run();
    Stage.eventually(
        () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));

    stage.admin().delete(Cluster.path(team, Names.COPY_SECRET));
    Stage.eventually(
        () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));

    stage
        .admin()
        .merge(
            Cluster.path(team, Names.COPY_SECRET), Map.of("stringData", Map.of("token", "edited")));
    Stage.eventually(
        () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));

    var unlabelled = new java.util.HashMap<String, Object>();
    unlabelled.put(Names.COPY_LABEL, null);
    stage
        .admin()
        .merge(
            Cluster.path(team, Names.COPY_SECRET),
            Map.of("metadata", Map.of("labels", unlabelled)));
    Stage.eventually(
        () ->
            stage
                .admin()
                .get(Cluster.path(team, Names.COPY_SECRET))
                .body()
                .path("metadata")
                .path("labels")
                .has(Names.COPY_LABEL));
  }

  @Test
  void aShortTokenIsHeldAndTheLastGoodCopyStays() {
    String team = stage.namespace("team", true);
    RunningTokenSync service = stage.run();
    Stage.eventually(
        () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));

    stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", "short"));

    String held = "eksbridge_token_sync_source_held{reason=\"SHORT\",source=\"token\"} 1.0";
    Stage.eventually(() -> service.ask("/metrics").body().contains(held));
    Stage.eventually(
        () -> stage.events("datadog").stream().anyMatch(event -> event.startsWith("SourceHeld")));
    String late = stage.namespace("late", true);
    Pass pass = stage.once();
    assertThat(pass.code()).isEqualTo(ExitCode.FAILED);
    assertThat(pass.lines())
        .containsExactly(
            "source token held SHORT",
            late + " leave SOURCE_HELD left",
            team + " leave SOURCE_HELD left");
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "token")).isEqualTo(Stage.GOOD);
    assertThat(service.ask("/health/readiness").statusCode()).isEqualTo(200);

    stage.goodSources();
    Stage.eventually(
        () -> Stage.GOOD.equals(stage.admin().value(late, Names.COPY_SECRET, "token")));
  }

  @Test
  void isReadyOnceAllIsListedAndTellsItsMetrics() {
    String team = stage.namespace("team", true);
    RunningTokenSync service = stage.run();

    Stage.eventually(() -> service.ask("/health/readiness").statusCode() == 200);
    Stage.eventually(() -> service.ask("/metrics").body().contains("copies_true 1.0"));

    assertThat(service.ask("/health/liveness").statusCode()).isEqualTo(200);
    assertThat(service.ask("/metrics").body())
        .contains("eksbridge_token_sync_copies_wanted 1.0")
        .contains("change=\"create\",reason=\"MISSING\",result=\"applied\"} 1.0")
        .contains("eksbridge_token_sync_source_held{reason=\"NONE\",source=\"token\"} 0.0")
        .contains("eksbridge_token_sync_watch_age_seconds{watch=\"copies\"}")
        .contains("eksbridge_token_sync_propagation_seconds_count 1");
    assertThat(team).isNotEmpty();
  }

  private static int status(Answer answer) {
    return answer.status();
  }
}
