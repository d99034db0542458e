// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Where the cluster agent reads its token is told to people, and never taken for granted.
final class DiscoveryTest {
  private static final String RIGHTS =
      """
      {kind: ClusterRole, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: discovery},
       rules: [{apiGroups: [apps], resources: [deployments], verbs: [list]}]}
      ---
      {kind: ClusterRoleBinding, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: discovery},
       roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: discovery},
       subjects: [{kind: ServiceAccount, name: discovery, namespace: eksbridge}]}
      """;

  @RegisterExtension private final Stage stage = new Stage();
  @TempDir private Path folder;

  @BeforeEach
  void aClusterAgent() {
    var spec =
        Map.of(
            "selector",
            Map.of("matchLabels", Map.of("app", "agent")),
            "template",
            Map.of(
                "metadata",
                Map.of("labels", Map.of("app", "agent")),
                "spec",
                Map.of(
                    "containers",
                    List.of(
                        Map.of(
                            "name",
                            "cluster-agent",
                            "image",
                            "registry.test/agent",
                            "env",
                            List.of(
                                variable("DD_API_KEY", "keys", "api-key"),
                                variable("DD_CLUSTER_AGENT_AUTH_TOKEN", "dd-token", "token")))))));
    assertThat(
            stage
                .admin()
                .post(
                    "/apis/apps/v1/namespaces/datadog/deployments",
                    Map.of(
                        "metadata",
                        Map.of(
                            "name",
                            "dd-cluster-agent",
                            "labels",
                            Map.of("app.kubernetes.io/component", "cluster-agent")),
                        "spec",
                        spec))
                .status())
        .isEqualTo(201);
  }

  @AfterEach
  void away() {
    stage.admin().delete("/apis/apps/v1/namespaces/datadog/deployments/dd-cluster-agent");
  }

  @Test
  void discoverReportsTheNamesToSetFromTheClusterAgentsDeployment() throws Exception {
    assertThat(stage.asAdmin("discover").lines())
        .contains(
            "# datadog/dd-cluster-agent, by Helm",
            "--token-source=datadog/dd-token/token",
            "--api-key-source=datadog/keys/api-key",
            "--cluster-agent-url=https://dd-cluster-agent.datadog.svc:5005");
  }

  @Test
  void withoutASourceTheServiceIsNotReadyAndTellsWhatToSetWithTheRightToNoSecret()
      throws Exception {
    stage.admin().manifest(RIGHTS);
    String team = stage.namespace("team", true);
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"), stage.admin().kubeconfigOf("eksbridge", "discovery"));
    int port = Child.freePort();
    try (Child service =
        Child.start(
            "token-sync",
            folder,
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.eksbridge.sync.TokenSync",
                "--kubeconfig=" + kubeconfig,
                "--management-port=" + port,
                "--api-key-source=datadog/keys/api-key",
                "--namespaces=" + team))) {
      Stage.within(
          120,
          () -> Management.ask(port, "/health/readiness").contains("--token-source=datadog/dd"));

      assertThat(Management.ask(port, "/health/readiness"))
          .startsWith("503")
          .contains("dd-cluster-agent");
      assertThat(Management.ask(port, "/health/liveness")).startsWith("200");
      assertThat(Management.ask(port, "/metrics"))
          .contains("eksbridge_token_sync_sources_unset 1.0");
      assertThat(service.log())
          .contains("nothing is copied until it is", "--token-source=datadog/dd-token/token")
          .doesNotContain("--api-key-source and");
    }
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "token")).isNull();
  }

  private static Map<String, Object> variable(String name, String secret, String key) {
    return Map.of(
        "name", name, "valueFrom", Map.of("secretKeyRef", Map.of("name", secret, "key", key)));
  }
}
