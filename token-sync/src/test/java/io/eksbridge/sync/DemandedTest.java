// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Namespaces that hold a copy for their pods or by their consent, on a real API server.
final class DemandedTest {
  @RegisterExtension private final Stage stage = new Stage();
  @TempDir private Path folder;
  private final List<String> pods = new ArrayList<>();

  @AfterEach
  void noPodIsLeft() {
    pods.forEach(pod -> stage.admin().delete(pod + "?gracePeriodSeconds=0"));
  }

  @Test
  void aNamespaceHoldsACopyWhileAPodInItNeedsIt() {
    stage.run(Map.of("token-sync.follow-pods", "true"));
    String fargate = stage.namespace("fargate", false);
    String labelled = stage.namespace("labelled", false);
    String plain = stage.namespace("plain", false);

    pod(plain, "web", Map.of(), Map.of());
    pod(fargate, "web", Map.of(), Map.of("schedulerName", "fargate-scheduler"));
    pod(labelled, "web", Map.of(Names.SIDECAR_LABEL, "fargate"), Map.of());

    Stage.eventually(() -> has(fargate) && has(labelled));
    assertThat(has(plain)).isFalse();

    stage.admin().delete("/api/v1/namespaces/" + fargate + "/pods/web?gracePeriodSeconds=0");
    Stage.eventually(() -> !has(fargate));
    assertThat(has(labelled)).isTrue();
  }

  @Test
  void aPodThatMissedItsSidecarIsCounted() {
    RunningTokenSync service = stage.run(Map.of("token-sync.follow-pods", "true"));
    String team = stage.namespace("missed", false);
    stage
        .admin()
        .post(
            "/api/v1/namespaces/" + team + "/serviceaccounts",
            Map.of("metadata", Map.of("name", "default")));
    Map<String, Object> pod = pod("web", Map.of(Names.SIDECAR_LABEL, "fargate"), Map.of());
    pod.put(
        "metadata",
        Map.of(
            "name",
            "web",
            "labels",
            Map.of(Names.SIDECAR_LABEL, "fargate"),
            "annotations",
            Map.of(
                Names.DECISION_ANNOTATION,
                "skipped",
                Names.REASON_ANNOTATION,
                "credentials_missing")));
    pods.add("/api/v1/namespaces/" + team + "/pods/web");
    assertThat(stage.admin().post("/api/v1/namespaces/" + team + "/pods", pod).status())
        .isEqualTo(201);

    Stage.eventually(() -> has(team));
    Stage.eventually(() -> service.ask("/metrics").body().contains("pods_missed 1.0"));
  }

  @Test
  void withConsentOnlyNamespacesThatBoundTheRightsAreSeenOrWritten() throws Exception {
    String given = stage.namespace("given", true);
    String closed = stage.namespace("closed", true);
    stage.admin().secret(closed, Names.COPY_SECRET, Map.of("token", "theirs"));
    String account = stage.admin().kubeconfigOf("eksbridge", "by-consent");
    stage.admin().manifest(consentRights(given));
    var asTokenSync = new Cluster(account);

    assertThat(asTokenSync.get(Cluster.path(closed, Names.COPY_SECRET)).status()).isEqualTo(403);
    assertThat(
            asTokenSync
                .apply(
                    Cluster.path(closed, Names.COPY_SECRET),
                    Names.FIELD_MANAGER,
                    Cluster.secretOf(closed, Names.COPY_SECRET, Map.of("token", "ours")))
                .status())
        .isEqualTo(403);
    assertThat(asTokenSync.delete(Cluster.path(closed, Names.COPY_SECRET)).status()).isEqualTo(403);
    assertThat(
            asTokenSync
                .get("/api/v1/secrets?fieldSelector=metadata.name=" + Names.COPY_SECRET)
                .status())
        .isEqualTo(403);
    RunningTokenSync service =
        stage.runAs(
            Files.writeString(folder.resolve("kubeconfig"), account),
            Map.of("token-sync.access", "consent"));

    Stage.eventually(() -> has(given));
    Stage.eventually(
        () ->
            service
                .ask("/metrics")
                .body()
                .contains("change=\"leave\",reason=\"NO_CONSENT\",result=\"forbidden\""));
    assertThat(stage.admin().value(closed, Names.COPY_SECRET, "token")).isEqualTo("theirs");
    assertThat(service.ask("/health/readiness").statusCode()).isEqualTo(200);
  }

  private boolean has(String namespace) {
    return Stage.GOOD.equals(stage.admin().value(namespace, Names.COPY_SECRET, "token"));
  }

  private void pod(
      String namespace, String name, Map<String, String> labels, Map<String, String> more) {
    stage
        .admin()
        .post(
            "/api/v1/namespaces/" + namespace + "/serviceaccounts",
            Map.of("metadata", Map.of("name", "default")));
    pods.add("/api/v1/namespaces/" + namespace + "/pods/" + name);
    assertThat(
            stage
                .admin()
                .post("/api/v1/namespaces/" + namespace + "/pods", pod(name, labels, more))
                .status())
        .isEqualTo(201);
  }

  private static Map<String, Object> pod(
      String name, Map<String, String> labels, Map<String, String> more) {
    var spec = new HashMap<String, Object>(more);
    spec.put("containers", List.of(Map.of("name", "app", "image", "registry.test/app")));
    var pod = new HashMap<String, Object>();
    pod.put("metadata", Map.of("name", name, "labels", labels));
    pod.put("spec", spec);
    return pod;
  }

  /// As the chart gives them: the rights to the copy are bound in `namespace` only.
  private static String consentRights(String namespace) {
    return """
    {kind: ClusterRole, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: by-consent},
     rules: [{apiGroups: [""], resources: [namespaces], verbs: [list, watch]},
       {apiGroups: [""], resources: [secrets], resourceNames: [datadog, datadog-cluster-agent], verbs: [get, list, watch]}]}
    ---
    {kind: ClusterRoleBinding, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: by-consent},
     roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: by-consent},
     subjects: [{kind: ServiceAccount, name: by-consent, namespace: eksbridge}]}
    ---
    {kind: ClusterRole, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: by-consent-copies},
     rules: [{apiGroups: [""], resources: [secrets], resourceNames: [datadog-secret], verbs: [get, create, patch, delete]}]}
    ---
    {kind: RoleBinding, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: by-consent, namespace: %s},
     roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: by-consent-copies},
     subjects: [{kind: ServiceAccount, name: by-consent, namespace: eksbridge}]}
    """
        .formatted(namespace);
  }
}
