// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Rotations on a real API server, with a cluster agent that runs with one token at a time and
/// takes another only when it is restarted.
final class RotatingTest {
  private static final String STATE =
      "/api/v1/namespaces/eksbridge/configmaps/eksbridge-token-sync";

  private static final String RIGHTS_TO_ROTATE =
      """
      {kind: Role, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: rotation, namespace: datadog},
       rules: [{apiGroups: [""], resources: [secrets], resourceNames: [next-token], verbs: [get, list, watch]},
         {apiGroups: [""], resources: [secrets], resourceNames: [datadog-cluster-agent], verbs: [patch]}]}
      ---
      {kind: RoleBinding, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: rotation, namespace: datadog},
       roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: rotation},
       subjects: [{kind: ServiceAccount, name: token-sync, namespace: eksbridge}]}
      """;

  @RegisterExtension private final Stage stage = new Stage();
  private HttpServer agent;
  private volatile String accepted = Stage.GOOD;

  @BeforeEach
  void aClusterAgent() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/version",
        exchange -> {
          String given = exchange.getRequestHeaders().getFirst("Authorization");
          exchange.sendResponseHeaders(("Bearer " + accepted).equals(given) ? 200 : 403, -1);
          exchange.close();
        });
    agent.start();
    stage.admin().delete(STATE);
    stage.admin().secret("datadog", "next-token", Map.of("token", Stage.GOOD));
  }

  @AfterEach
  void stop() {
    agent.stop(0);
    stage.goodSources();
    stage.admin().delete(STATE);
    stage
        .admin()
        .delete("/apis/rbac.authorization.k8s.io/v1/namespaces/datadog/rolebindings/rotation");
  }

  @Test
  void aTokenThatTheClusterAgentDoesNotAcceptWaitsAndSurvivesARestart() {
    String team = stage.namespace("team", true);
    RunningTokenSync first = stage.run(gated("1h"));
    Stage.eventually(() -> Stage.GOOD.equals(token(team)));
    Stage.eventually(() -> state().contains("SETTLED"));

    stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.NEXT));
    Stage.eventually(() -> state().contains("WAITING"));
    String early = stage.namespace("early", true);
    Stage.eventually(() -> Stage.GOOD.equals(token(early)));
    first.close();
    RunningTokenSync second = stage.run(gated("1h"));
    String late = stage.namespace("late", true);
    Stage.eventually(() -> Stage.NEXT.equals(token(late)));

    assertThat(token(team)).isEqualTo(Stage.GOOD);
    assertThat(second.ask("/metrics").body())
        .contains("eksbridge_token_sync_rotation_phase{phase=\"WAITING\"} 1.0");
    assertThat(state()).doesNotContain(Stage.GOOD).doesNotContain(Stage.NEXT);

    accepted = Stage.NEXT;
    Stage.eventually(() -> Stage.NEXT.equals(token(team)) && Stage.NEXT.equals(token(early)));
    Stage.eventually(() -> state().contains("SETTLED"));
  }

  @Test
  void afterTheDeadlineItIsSpreadAllTheSameAndLoudly() {
    String team = stage.namespace("team", true);
    RunningTokenSync service = stage.run(gated("3s"));
    Stage.eventually(() -> Stage.GOOD.equals(token(team)));
    Stage.eventually(() -> state().contains("SETTLED"));

    stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.NEXT));

    Stage.eventually(() -> Stage.NEXT.equals(token(team)));
    Stage.eventually(
        () ->
            stage.events("datadog").stream()
                .anyMatch(event -> event.startsWith("TokenNotAccepted")));
    assertThat(service.ask("/metrics").body()).contains("eksbridge_token_sync_rotation_late 1.0");
  }

  @Test
  void inOurOwnRotationTheCopiesComeFirstThenTheClusterAgentsSecret() {
    String team = stage.namespace("team", true);
    stage.admin().manifest(RIGHTS_TO_ROTATE);
    var properties = new HashMap<>(gated("1h"));
    properties.put("token-sync.next-token-source", "datadog/next-token/token");
    stage.run(properties);
    Stage.eventually(() -> Stage.GOOD.equals(token(team)));
    Stage.eventually(() -> state().contains("SETTLED"));

    stage.admin().secret("datadog", "next-token", Map.of("token", Stage.NEXT));

    Stage.eventually(() -> Stage.NEXT.equals(token(team)));
    Stage.eventually(
        () -> Stage.NEXT.equals(stage.admin().value("datadog", "datadog-cluster-agent", "token")));
    Stage.eventually(() -> state().contains("CONFIRMING"));
    accepted = Stage.NEXT;
    Stage.eventually(() -> state().contains("SETTLED"));
    assertThat(token(team)).isEqualTo(Stage.NEXT);
  }

  @Test
  void aSourceThatChangesAllTheTimeIsReported() {
    String team = stage.namespace("team", true);
    RunningTokenSync service = stage.run();
    Stage.eventually(() -> Stage.GOOD.equals(token(team)));

    for (int change = 0; change < 3; change++) {
      String token = Stage.NEXT.substring(0, 31) + change;
      stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", token));
      Stage.eventually(() -> token.equals(token(team)));
    }

    Stage.eventually(() -> service.ask("/metrics").body().contains("source_flapping 1.0"));
    Stage.eventually(
        () -> stage.events("datadog").stream().anyMatch(event -> event.startsWith("SourceFlaps")));
  }

  private Map<String, Object> gated(String deadline) {
    return Map.of(
        "token-sync.cluster-agent-url",
        "http://127.0.0.1:" + agent.getAddress().getPort(),
        "token-sync.state-namespace",
        "eksbridge",
        "token-sync.lease-duration",
        "3s",
        "token-sync.spread-deadline",
        deadline);
  }

  private String token(String namespace) {
    return String.valueOf(stage.admin().value(namespace, Names.COPY_SECRET, "token"));
  }

  private String state() {
    return stage.admin().get(STATE).body().path("data").toString();
  }
}
