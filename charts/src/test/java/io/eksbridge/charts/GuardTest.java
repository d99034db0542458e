// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Kubeconfig;
import io.eksbridge.parts.RunningApiServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What helm runs before node-driver's release is deleted, as its Job runs it: with the arguments
/// and the rights of the chart, on a real API server.
final class GuardTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PODS = "/api/v1/namespaces/guard/pods";
  private static final String OURS = "k8s.csi.datadoghq.com";

  @TempDir Path folder;
  private Kubectl kubectl;
  private ApiClient api;

  @BeforeEach
  void aNamespaceOfPods() throws Exception {
    kubectl = Kubectl.in(folder);
    api = RunningApiServer.client();
    for (String namespace : List.of("eksbridge", "guard")) {
      kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
    }
    kubectl.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: guard}}");
    kubectl.apply("{apiVersion: v1, kind: Node, metadata: {name: guarded}}");
    for (JsonNode hook : hooks(Chart.NODE_DRIVER)) {
      if (!hook.at("/kind").asText().equals("Job")) {
        kubectl.apply(hook.toString());
      }
    }
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    api.must("DELETE", PODS + "?gracePeriodSeconds=0", null);
    kubectl.run("delete", "node", "guarded");
    api.close();
  }

  @Test
  void withoutAPodThatHoldsAVolumeTheReleaseMayGo() throws Exception {
    pod("other", "ebs.csi.aws.com", "guarded");
    pod("waiting", OURS, "");
    pod("ended", OURS, "guarded");
    api.must(
        "PATCH",
        PODS + "/ended/status",
        "application/merge-patch+json",
        JSON.readTree("{\"status\":{\"phase\":\"Succeeded\"}}"));

    assertThat(guard(0)).isEqualTo("no pod holds a volume of " + OURS + "\n");
  }

  @Test
  void eachPodThatHoldsOneIsListedHoweverManyThereAre() throws Exception {
    for (int pod = 0; pod < 101; pod++) { // more than a page
      pod("pod-" + pod, OURS, "guarded");
    }
    pod("other", "ebs.csi.aws.com", "guarded");

    List<String> lines = guard(1).lines().toList();

    assertThat(lines)
        .hasSize(102)
        .contains("guard/pod-0 on guarded: agent", "guard/pod-100 on guarded: agent");
    assertThat(lines.getLast())
        .startsWith("101 pods hold volumes of " + OURS + ": without the driver they could not");
  }

  @Test
  void whoMayNotAskDoesNotSayThatThereAreNone() throws Exception {
    kubectl.run("delete", "clusterrolebinding", "eksbridge-node-driver-release-guard");

    assertThat(guard(1))
        .startsWith("cannot tell which pods hold volumes of " + OURS + ": 403: pods is forbidden");
  }

  @Test
  void itComesBeforeAllOtherHooksHoldsNoOtherRightAndGoesByValue() {
    for (Chart chart : List.of(Chart.NODE_DRIVER, Chart.UMBRELLA)) {
      List<JsonNode> hooks = hooks(chart);
      assertThat(hooks)
          .extracting(hook -> hook.at("/kind").asText())
          .containsExactlyInAnyOrder("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Job");
      assertThat(hooks)
          .filteredOn(hook -> hook.at("/kind").asText().equals("ClusterRole"))
          .singleElement()
          .satisfies(
              role ->
                  assertThat(role.at("/rules").toString())
                      .isEqualTo(
                          "[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"list\"]}]"));
      assertThat(hooks)
          .allMatch(hook -> hook.at("/metadata/namespace").asText("eksbridge").equals("eksbridge"));
      assertThat(weights(hooks)).allMatch(weight -> weight <= -10);
    }
    assertThat(weights(Chart.UMBRELLA.hooks(Map.of("node-driver.enabled", false))))
        .isNotEmpty()
        .allMatch(weight -> weight > -10);
    assertThat(Chart.NODE_DRIVER.hooks(Map.of("uninstallGuard.enabled", false))).isEmpty();
  }

  private static List<Integer> weights(List<JsonNode> hooks) {
    return hooks.stream()
        .map(hook -> hook.at("/metadata/annotations/helm.sh~1hook-weight").asInt())
        .toList();
  }

  private static List<JsonNode> hooks(Chart chart) {
    return chart.hooks(Map.of()).stream()
        .filter(
            hook ->
                hook.at("/metadata/labels/app.kubernetes.io~1name").asText().equals("node-driver"))
        .toList();
  }

  /// What the Job says, which must end with this code.
  private String guard(int code) throws Exception {
    JsonNode job =
        hooks(Chart.NODE_DRIVER).stream()
            .filter(hook -> hook.at("/kind").asText().equals("Job"))
            .findFirst()
            .orElseThrow();
    Kubeconfig access = api.access();
    URI server = URI.create(access.url());
    Path account = Files.createDirectories(folder.resolve("account"));
    Files.writeString(
        account.resolve("token"),
        kubectl.run("create", "token", "release-guard", "-n", "eksbridge"));
    Files.write(
        account.resolve("ca.crt"), Files.readAllBytes(Objects.requireNonNull(access.authority())));
    var command =
        new ArrayList<>(
            List.of(Given.layout("node-driver").resolve("bin").resolve("node-driver").toString()));
    command.addAll(Chart.texts(job.at("/spec/template/spec/containers/0/args")));
    command.add("--service-account-path=" + account);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBERNETES_SERVICE_HOST", server.getHost()); // as in any pod
    builder.environment().put("KUBERNETES_SERVICE_PORT", String.valueOf(server.getPort()));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said;
  }

  private void pod(String name, String driver, String node)
      throws IOException, InterruptedException {
    api.must(
        "POST",
        PODS,
        JSON.readTree(
            """
            {"metadata": {"name": "%s"}, "spec": {%s "containers": [{"name": "app", "image": "app"}],
             "volumes": [{"name": "agent", "csi": {"driver": "%s", "readOnly": true}}, {"name": "tmp", "emptyDir": {}}]}}
            """
                .formatted(name, node.isEmpty() ? "" : "\"nodeName\": \"" + node + "\",", driver)));
  }
}
