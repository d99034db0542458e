// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Child;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a crowded cluster does to a rotation, on a real API server with somebody before it who
/// counts: all copies get there, in as few writes as if nothing had happened, and what is somebody
/// else's stays.
@Timeout(400)
final class StormsTest {
  private static final int TEAMS = 15;

  @RegisterExtension private final Stage stage = new Stage();
  @TempDir private Path folder;
  private Press press;
  private Path through;
  private List<String> teams;
  private String theirs;
  private String before;

  @BeforeEach
  void aCrowd() throws Exception {
    press = new Press();
    through = press.kubeconfig(folder, stage.kubeconfig());
    teams = IntStream.range(0, TEAMS).mapToObj(n -> stage.namespace("team-" + n, true)).toList();
    theirs = stage.namespace("theirs", true);
    stage.admin().secret(theirs, Names.COPY_SECRET, Map.of("token", "theirs"));
    before = stage.version(theirs);
  }

  @AfterEach
  void calm() {
    press.close();
    stage.goodSources();
  }

  @Test
  void aServerThatTurnsRequestsAwayIsAskedLessAndInTheEndAllIsDone() {
    press.turnAway(number -> number % 4 == 0);
    RunningTokenSync service = stage.runAs(through, Map.of());
    Stage.within(100, () -> all(teams, Stage.GOOD));
    int first = press.turnedAway();

    press.turnAway(number -> number % 3 == 0);
    rotate();
    Stage.within(100, () -> all(teams, Stage.NEXT));
    press.turnAway(_ -> false);

    assertThat(first).isPositive();
    assertThat(press.turnedAway()).isGreaterThan(first);
    assertThat(teams).allSatisfy(team -> assertThat(press.writes(team)).isEqualTo(2));
    assertThat(service.ask("/metrics").body()).contains("result=\"busy\"");
    assertThat(service.ask("/health/liveness").statusCode()).isEqualTo(200);
    nothingElseWasTouched();
  }

  @Test
  void aLeaderThatIsKilledInTheMidstOfARotationIsReplacedByTheOtherWhichFinishesIt()
      throws Exception {
    int one = Child.freePort();
    int other = Child.freePort();
    try (Child first = replica("first", one);
        Child second = replica("second", other)) {
      Stage.within(120, () -> all(teams, Stage.GOOD));
      Stage.within(60, () -> leads(one) != leads(other));
      boolean firstLeads = leads(one);
      Stage.within(60, () -> ready(firstLeads ? other : one));

      rotate();
      Stage.within(60, () -> teams.stream().anyMatch(team -> has(team, Stage.NEXT)));
      (firstLeads ? first : second).kill();

      Stage.within(60, () -> all(teams, Stage.NEXT));
      String late = stage.namespace("late", true);
      Stage.within(60, () -> has(late, Stage.NEXT));
      Stage.within(60, () -> leads(firstLeads ? other : one));
    }
    assertThat(teams).allSatisfy(team -> assertThat(press.writes(team)).isBetween(2, 3));
    nothingElseWasTouched();
  }

  @Test
  void namespacesThatAreDeletedInTheMidstOfARotationAreLetGo() {
    RunningTokenSync service = stage.runAs(through, Map.of());
    Stage.within(120, () -> all(teams, Stage.GOOD));
    List<String> going = teams.subList(0, 5);
    List<String> staying = teams.subList(5, TEAMS);

    rotate();
    going.forEach(team -> stage.admin().delete("/api/v1/namespaces/" + team));
    going.forEach(team -> stage.admin().delete(Cluster.path(team, Names.COPY_SECRET)));
    Stage.within(60, () -> all(staying, Stage.NEXT));
    Stage.within(60, () -> service.ask("/metrics").body().contains("copies_wanted 11.0"));
    going.forEach(this::end);
    stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.GOOD));
    Stage.within(60, () -> all(staying, Stage.GOOD));

    assertThat(going)
        .allSatisfy(
            team -> {
              assertThat(stage.admin().value(team, Names.COPY_SECRET, "token")).isNull();
              assertThat(press.writes(team)).isLessThanOrEqualTo(2);
            });
    assertThat(staying).allSatisfy(team -> assertThat(press.writes(team)).isEqualTo(3));
    nothingElseWasTouched();
  }

  @Test
  void anotherManagerThatKeepsOnWritingIsAnsweredOnceForEachOfItsWrites() {
    RunningTokenSync service = stage.runAs(through, Map.of());
    Stage.within(120, () -> all(teams, Stage.GOOD));
    String fought = teams.getFirst();
    String path = Cluster.path(fought, Names.COPY_SECRET);
    int edits = 20;

    for (int edit = 0; edit < edits; edit++) {
      String value = "edited-" + edit;
      if (edit % 2 == 0) {
        stage.admin().merge(path, Map.of("stringData", Map.of("token", value)));
      } else {
        stage.admin().secret(fought, Names.COPY_SECRET, Map.of("token", value, "more", value));
      }
    }
    Stage.within(60, () -> has(fought, Stage.GOOD));
    rotate();
    Stage.within(60, () -> all(teams, Stage.NEXT));
    Stage.within(60, () -> service.ask("/metrics").body().contains("copies_true 15.0"));

    assertThat(press.writes(fought)).isBetween(3, edits + 2);
    assertThat(stage.admin().value(fought, Names.COPY_SECRET, "more")).isEqualTo("edited-19");
    nothingElseWasTouched();
  }

  private void rotate() {
    stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.NEXT));
  }

  /// What the namespace controller would do last.
  private void end(String namespace) {
    var spec = Map.of("finalizers", List.of());
    var metadata = Map.of("name", namespace);
    stage
        .admin()
        .put(
            "/api/v1/namespaces/" + namespace + "/finalize",
            Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", metadata, "spec", spec));
  }

  private void nothingElseWasTouched() {
    assertThat(stage.version(theirs)).isEqualTo(before);
    assertThat(stage.admin().value(theirs, Names.COPY_SECRET, "token")).isEqualTo("theirs");
    assertThat(press.writes(theirs)).isZero();
  }

  private boolean all(List<String> namespaces, String token) {
    return namespaces.stream().allMatch(team -> has(team, token));
  }

  private boolean has(String namespace, String token) {
    return token.equals(stage.admin().value(namespace, Names.COPY_SECRET, "token"));
  }

  private Child replica(String name, int port) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.eksbridge.sync.TokenSync"));
    command.addAll(
        List.of(
            "--kubeconfig=" + through,
            "--management-port=" + port,
            "--token-source=datadog/datadog-cluster-agent/token",
            "--api-key-source=datadog/datadog/api-key",
            "--state-namespace=eksbridge",
            "--lease-duration=3s",
            "--follow-pods=false",
            "--namespace-selector=test=" + theirs.substring(0, theirs.indexOf('-'))));
    return Child.start(name, folder, Map.of(), command);
  }

  private boolean leads(int port) {
    return Management.ask(port, "/metrics").contains("eksbridge_token_sync_leads 1.0");
  }

  private boolean ready(int port) {
    return Management.ask(port, "/health/readiness").startsWith("200");
  }
}
