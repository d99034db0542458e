// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a real API server makes of the charts, and whether a service can do its work with the
/// rights of its chart and no more.
final class InstallTest {
  private static final Map<Chart, Map<String, Object>> WITH_HOOKS =
      Map.of(
          Chart.TOKEN_SYNC, Map.of("cleanup.enabled", true),
          Chart.UMBRELLA, Map.of("token-sync.cleanup.enabled", true));
  private static final String SHORT_LEASE = "--lease-duration=6s";

  @TempDir Path folder;
  private Kubectl kubectl;

  @BeforeEach
  void aCluster() throws Exception {
    kubectl = Kubectl.in(folder);
    for (String namespace : List.of("eksbridge", "eksbridge-node", "datadog")) {
      kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRealApiServerTakesEveryObjectOfAChart(Chart chart) throws Exception {
    List<JsonNode> hooks = chart.hooks(WITH_HOOKS.getOrDefault(chart, Map.of()));
    String all =
        Stream.concat(Stream.of(chart.rendered()), hooks.stream().map(JsonNode::toString))
            .collect(Collectors.joining("\n---\n"));
    String taken = kubectl.apply(all, "--dry-run=server");

    assertThat(hooks).isNotEmpty();
    assertThat(taken.lines())
        .hasSize(chart.objects().size() + hooks.size())
        .allMatch(line -> line.endsWith("(server dry run)"));
  }

  @Test
  void theWebhookKnowsAllItMustWithTheRightsOfItsChart() throws Exception {
    Path kubeconfig = installRights(Chart.FARGATE_INJECTOR);
    ServingPair pair = ServingPair.make(folder);
    int management = Child.freePort();

    try (Service webhook =
        Service.start(
            "fargate-injector",
            folder,
            management,
            "webhook",
            "--kubeconfig=" + kubeconfig,
            "--token-sync-namespace=eksbridge",
            "--port=" + Child.freePort(),
            "--management-port=" + management,
            "--tls-certificate=" + pair.certificate(),
            "--tls-key=" + pair.key(),
            "--drain-wait=PT0S")) {
      webhook.awaitReady(System.nanoTime());

      assertThat(
              webhook
                  .get("/metrics")
                  .lines()
                  .filter(line -> line.startsWith("fargate_injector_watch_synced")))
          .hasSize(5)
          .allMatch(line -> line.endsWith(" 1.0"));
    }
  }

  @Test
  void tokenSyncDoesItsWorkWithTheRightsOfItsChart() throws Exception {
    Path kubeconfig = installRights(Chart.TOKEN_SYNC);
    String secret =
        "{apiVersion: v1, kind: Secret, metadata: {name: %s, namespace: datadog}, stringData: {%s: %s}}";
    kubectl.apply(secret.formatted("datadog", "api-key", "an-api-key-of-an-example"));
    kubectl.apply(
        secret.formatted("datadog-cluster-agent", "token", "Zk3vQ9xW1pLr7TnB5cYd8HsJ2mGf4KaE"));
    kubectl.apply(
        "{apiVersion: v1, kind: Namespace, metadata: {name: install, labels: {eksbridge.io/fargate: enabled}}}");
    int management = Child.freePort();
    List<String> arguments =
        Stream.concat(
                Stream.of("--kubeconfig=" + kubeconfig, "--management-port=" + management),
                Chart.TOKEN_SYNC
                    .containers()
                    .flatMap(container -> Chart.texts(container.at("/args")).stream())
                    .map(each -> each.startsWith("--lease-duration") ? SHORT_LEASE : each))
            .toList();

    try (Service tokenSync =
        Service.start("token-sync", folder, management, arguments.toArray(String[]::new))) {
      tokenSync.awaitReady(System.nanoTime());

      assertThat(
              Patience.until(
                  () ->
                      kubectl
                          .run("get", "secrets", "-n", "install", "-o", "name")
                          .contains("datadog-secret")))
          .isTrue();
      assertThat(
              kubectl.run(
                  "get",
                  "secret",
                  "datadog-secret",
                  "-n",
                  "install",
                  "-o",
                  "jsonpath={.data.token}"))
          .isNotBlank();

      cleanUp();
      assertThat(kubectl.run("get", "secrets", "-n", "install", "-o", "name"))
          .doesNotContain("datadog-secret");
    }
  }

  private static JsonNode job(List<JsonNode> hooks) {
    return hooks.stream()
        .filter(hook -> hook.at("/kind").asText().equals("Job"))
        .findFirst()
        .orElseThrow();
  }

  /// What the hook of the chart does before the release is deleted, with its rights and no others,
  /// while the service still runs.
  private void cleanUp() throws Exception {
    Map<String, Object> values = Map.of("cleanup.enabled", true, "leaseDuration", "6s");
    List<JsonNode> hooks = Chart.TOKEN_SYNC.hooks(values);
    for (JsonNode hook : hooks) {
      if (!hook.at("/kind").asText().equals("Job")) {
        kubectl.apply(hook.toString());
      }
    }
    Path launcher = Given.layout("token-sync").resolve("bin").resolve("token-sync");
    List<String> command =
        Stream.of(
                Stream.of(launcher.toString()),
                Chart.texts(job(hooks).at("/spec/template/spec/containers/0/args")).stream(),
                Stream.of("--kubeconfig=" + kubectl.kubeconfigOf("eksbridge", "release-cleanup")))
            .flatMap(words -> words)
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("install delete applied");
  }

  /// Creates the chart's rights as they stand; the kubeconfig of the account that they are given
  /// to.
  private Path installRights(Chart chart) throws Exception {
    Given.layout(chart.folder());
    kubectl.apply(chart.rendered("templates/rights.yaml"));
    return kubectl.kubeconfigOf("eksbridge", "release");
  }
}
