// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Copies by other names and keys, on a real API server with rights to those names.
final class ProfiledTest {
  private static final String GO = "go-secrets";
  private static final String RIGHTS =
      """
      {kind: ClusterRole, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: profiled},
       rules: [{apiGroups: [""], resources: [secrets], resourceNames: [go-secrets],
         verbs: [get, list, watch, create, patch, delete]}]}
      ---
      {kind: ClusterRoleBinding, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: profiled},
       roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: profiled},
       subjects: [{kind: ServiceAccount, name: token-sync, namespace: eksbridge}]}
      """;

  @RegisterExtension private final Stage stage = new Stage();
  @TempDir private Path folder;

  @BeforeEach
  void rights() {
    stage.admin().manifest(RIGHTS);
  }

  @AfterEach
  void withdraw() {
    stage.admin().delete("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/profiled");
  }

  @Test
  void eachNamespaceHoldsWhatItsSidecarsReadAndFollowsARotation() throws Exception {
    String shop = stage.namespace("shop", true);
    String pay = stage.namespace("pay", true);
    String both = stage.namespace("both", true);
    Path profiles =
        Files.writeString(
            folder.resolve("profiles.yaml"),
            """
            - name: payments
              match: {namespaces: ["*-pay"]}
              secret: {name: go-secrets, apiKeyKey: datadog_api_key, tokenKey: datadog_token}
            - name: workers
              match: {namespaces: ["*-both"], podSelector: {matchLabels: {tier: worker}}}
              secret: {name: go-secrets}
            """);
    RunningTokenSync service = stage.run(Map.of("token-sync.profiles", profiles.toString()));

    Stage.eventually(
        () ->
            Stage.GOOD.equals(value(pay, GO, "datadog_token"))
                && Stage.GOOD.equals(value(both, GO, "token"))
                && Stage.GOOD.equals(value(both, Names.COPY_SECRET, "token"))
                && Stage.GOOD.equals(value(shop, Names.COPY_SECRET, "token")));
    assertThat(value(pay, GO, "datadog_api_key")).isEqualTo(Stage.KEY);
    assertThat(value(pay, Names.COPY_SECRET, "token")).isNull();
    assertThat(value(shop, GO, "token")).isNull();

    stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.NEXT));
    Stage.eventually(
        () ->
            Stage.NEXT.equals(value(pay, GO, "datadog_token"))
                && Stage.NEXT.equals(value(both, GO, "token")));
    assertThat(service.ask("/metrics").body()).contains("copies_wanted 4.0");
    service.close();

    assertThat(stage.once("--profiles=" + profiles, "--release-delay=0s").lines())
        .containsExactly(
            both + " leave TRUE left",
            both + "/go-secrets leave TRUE left",
            pay + "/go-secrets leave TRUE left",
            shop + " leave TRUE left");
    Files.writeString(profiles, "[{name: all, secret: {name: go-secrets, tokenKey: other}}]");
    assertThat(stage.once("--profiles=" + profiles, "--release-delay=0s").lines())
        .contains(
            shop + " delete NOT_SELECTED applied",
            shop + "/go-secrets create MISSING applied",
            pay + "/go-secrets update SOURCE_CHANGED applied");
    assertThat(value(pay, GO, "other")).isEqualTo(Stage.NEXT);
    assertThat(value(pay, GO, "datadog_token")).isNull();
    stage.goodSources();
    for (String team : new String[] {shop, pay, both}) {
      stage.admin().delete(Cluster.path(team, GO));
    }
  }

  private @Nullable String value(String namespace, String secret, String key) {
    return stage.admin().value(namespace, secret, key);
  }
}
