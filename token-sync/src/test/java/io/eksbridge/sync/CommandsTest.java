// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.sync.Stage.Pass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is asked at a terminal, of a real API server.
final class CommandsTest {
  @RegisterExtension private final Stage stage = new Stage();

  @Test
  void aPlanTellsTheKeysThatWouldChangeAndChangesNone() {
    String team = stage.namespace("team", true);
    String theirs = stage.namespace("theirs", true);
    stage.admin().secret(theirs, Names.COPY_SECRET, Map.of("token", Stage.GOOD));

    Pass plan = stage.command("plan");

    assertThat(plan.lines())
        .containsExactly(
            team + " create (dry run) MISSING applied +api-key +token",
            theirs + " update (dry run) FOREIGN applied +api-key");
    assertThat(plan.code()).isEqualTo(ExitCode.FAILED);
    assertThat(stage.admin().get(Cluster.path(team, Names.COPY_SECRET)).status()).isEqualTo(404);

    stage.once();
    assertThat(stage.command("plan").code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void cleanupTakesAwayWhatIsOursAndNothingElse() {
    String team = stage.namespace("team", true);
    String theirs = stage.namespace("theirs", true);
    stage.admin().secret(theirs, Names.COPY_SECRET, Map.of("password", "theirs"));
    stage.once();
    assertThat(stage.admin().value(theirs, Names.COPY_SECRET, "token")).isEqualTo(Stage.GOOD);

    assertThat(stage.command("cleanup").lines())
        .containsExactly(team + " delete applied", theirs + " release applied");
    assertThat(stage.admin().get(Cluster.path(team, Names.COPY_SECRET)).status()).isEqualTo(404);
    assertThat(stage.admin().value(theirs, Names.COPY_SECRET, "token")).isNull();
    assertThat(stage.admin().value(theirs, Names.COPY_SECRET, "password")).isEqualTo("theirs");
  }

  @Test
  void statusTellsCopiesAndStaleConsumersByOwner() {
    String team = stage.namespace("team", true);
    stage.once();
    Pass well = stage.command("status");
    consumer(team);
    Pass stale = stage.command("status");

    assertThat(well.lines())
        .contains("sources   good", "agent     UNASKED", "copies    1 wanted, 1 true");
    assertThat(well.code()).isEqualTo(ExitCode.OK);
    assertThat(stale.lines())
        .contains("stale     SIDECAR " + team + " Deployment/web 1 pods 2020-01-01T00:00:00Z");
    assertThat(stale.code()).isEqualTo(ExitCode.FAILED);
    stage.admin().delete("/api/v1/namespaces/" + team + "/pods/web?gracePeriodSeconds=0");
  }

  @Test
  void aCleanupTakesTheLeaseSoThatNothingIsMadeAgainBehindItsBack() {
    String team = stage.namespace("team", true);
    RunningTokenSync service =
        stage.run(
            Map.of("token-sync.state-namespace", "eksbridge", "token-sync.lease-duration", "3s"));
    Stage.eventually(
        () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));

    Pass pass = stage.command("cleanup", "--state-namespace=eksbridge", "--lease-duration=3s");

    assertThat(pass.code()).isEqualTo(ExitCode.OK);
    assertThat(pass.lines()).containsExactly(team + " delete applied");
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "token")).isNull();
    assertThat(service.ask("/metrics").body()).contains("eksbridge_token_sync_leads 0.0");
  }

  /// A sidecar that started long before its Secret got its values.
  private void consumer(String namespace) {
    stage
        .admin()
        .post(
            "/api/v1/namespaces/" + namespace + "/serviceaccounts",
            Map.of("metadata", Map.of("name", "default")));
    var owner =
        Map.of(
            "apiVersion", "apps/v1",
            "kind", "ReplicaSet",
            "name", "web-5f6d7",
            "uid", "7",
            "controller", true);
    var container =
        new HashMap<String, Object>(Map.of("name", "agent", "image", "registry.test/agent"));
    container.put("env", List.of(variable("DD_TOKEN", Names.COPY_SECRET, "token")));
    var metadata =
        Map.of(
            "name",
            "web",
            "labels",
            Map.of(Names.SIDECAR_LABEL, "fargate", "pod-template-hash", "5f6d7"),
            "ownerReferences",
            List.of(owner));
    String pods = "/api/v1/namespaces/" + namespace + "/pods";
    assertThat(
            stage
                .admin()
                .post(
                    pods,
                    Map.of("metadata", metadata, "spec", Map.of("containers", List.of(container))))
                .status())
        .isEqualTo(201);
    var running = Map.of("running", Map.of("startedAt", "2020-01-01T00:00:00Z"));
    assertThat(
            stage
                .admin()
                .merge(
                    pods + "/web/status",
                    Map.of(
                        "status",
                        Map.of(
                            "phase",
                            "Running",
                            "containerStatuses",
                            List.of(
                                Map.of(
                                    "name",
                                    "agent",
                                    "state",
                                    running,
                                    "image",
                                    "registry.test/agent",
                                    "imageID",
                                    "",
                                    "ready",
                                    true,
                                    "restartCount",
                                    0)))))
                .status())
        .isEqualTo(200);
  }

  private static Map<String, Object> variable(String name, String secret, String key) {
    return Map.of(
        "name", name, "valueFrom", Map.of("secretKeyRef", Map.of("name", secret, "key", key)));
  }
}
