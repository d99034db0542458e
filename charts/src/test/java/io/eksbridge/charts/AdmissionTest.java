// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pods of the umbrella, those of hooks too, before a real API server whose namespaces enforce
/// Pod Security Standards.
final class AdmissionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Kubectl kubectl;

  @BeforeEach
  void twoNamespaces() throws Exception {
    kubectl = Kubectl.in(folder);
    for (String standard : List.of("restricted", "privileged")) {
      kubectl.apply(
          "{apiVersion: v1, kind: Namespace, metadata: {name: pss-%s, labels: {pod-security.kubernetes.io/enforce: %s}}}"
              .formatted(standard, standard));
      kubectl.apply(
          "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: pss-%s}}"
              .formatted(standard));
    }
  }

  @Test
  void allButTheDriverRunWhereRestrictedIsEnforced() throws Exception {
    List<JsonNode> pods =
        Stream.concat(
                Chart.UMBRELLA.objects().stream(),
                Chart.UMBRELLA.hooks(Map.of("token-sync.cleanup.enabled", true)).stream())
            .filter(object -> object.at("/spec/template/spec").isObject())
            .filter(object -> !object.at("/kind").asText().equals("DaemonSet"))
            .toList();

    assertThat(pods).hasSizeGreaterThanOrEqualTo(5);
    for (JsonNode each : pods) {
      assertThat(kubectl.apply(pod(each, "pss-restricted"), "--dry-run=server"))
          .contains("(server dry run)");
    }
  }

  @Test
  void theDriverIsRefusedThereAndRunsInANamespaceOfItsOwn() throws Exception {
    JsonNode driver =
        Chart.UMBRELLA.objects().stream()
            .filter(object -> object.at("/kind").asText().equals("DaemonSet"))
            .findFirst()
            .orElseThrow();
    Path file =
        java.nio.file.Files.writeString(
            folder.resolve("driver.yaml"), pod(driver, "pss-restricted"));

    assertThat(kubectl.says("create", "-f", file.toString(), "--dry-run=server"))
        .contains("violates PodSecurity \"restricted", "privileged");
    assertThat(kubectl.apply(pod(driver, "pss-privileged"), "--dry-run=server"))
        .contains("(server dry run)");
  }

  /// A pod of that template.
  private static String pod(JsonNode workload, String namespace) {
    ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata")
        .put("name", workload.at("/metadata/name").asText())
        .put("namespace", namespace);
    ObjectNode spec = workload.at("/spec/template/spec").deepCopy();
    pod.set("spec", spec.put("serviceAccountName", "default"));
    return pod.toString();
  }
}
