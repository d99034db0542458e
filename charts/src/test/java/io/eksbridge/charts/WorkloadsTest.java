// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Where the pods of the product may run, who may ask them what, and how they are watched: over all
/// workloads of the umbrella, those of hooks too.
final class WorkloadsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Object> ALL = Map.of("token-sync.cleanup.enabled", true);

  @Test
  void everyPodGoesToLinuxAndTakesSecretsAndVariablesFromValues() {
    var values = new java.util.HashMap<>(ALL);
    values.put("global.image.pullSecrets[0].name", "registry");
    for (String part : List.of("node-driver", "fargate-injector", "token-sync")) {
      values.put(part + ".extraEnv[0].name", "HTTPS_PROXY");
      values.put(part + ".extraEnv[0].value", "http://proxy.test");
    }

    assertThat(templates(values))
        .hasSize(7)
        .allSatisfy(
            template -> {
              JsonNode pod = template.at("/spec");
              assertThat(pod.at("/nodeSelector/kubernetes.io~1os").asText()).isEqualTo("linux");
              assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry");
              assertThat(pod.at("/containers/0/imagePullPolicy").asText())
                  .isEqualTo("IfNotPresent");
              assertThat(Chart.elements(pod.at("/containers/0/env")))
                  .anyMatch(variable -> variable.at("/name").asText().equals("HTTPS_PROXY"));
            });
  }

  @Test
  void whatHasReplicasIsSpreadAndDrainedOneByOne() {
    List<JsonNode> budgets = kind("PodDisruptionBudget");

    assertThat(kind("Deployment"))
        .hasSize(3)
        .allSatisfy(
            deployment -> {
              JsonNode selector = deployment.at("/spec/selector/matchLabels");
              assertThat(budgets)
                  .filteredOn(each -> each.at("/spec/selector/matchLabels").equals(selector))
                  .singleElement()
                  .satisfies(
                      each -> assertThat(each.at("/spec/maxUnavailable").asInt()).isEqualTo(1));
              assertThat(
                      Chart.elements(
                          deployment.at("/spec/template/spec/topologySpreadConstraints")))
                  .hasSize(2)
                  .allMatch(each -> each.at("/labelSelector/matchLabels").equals(selector))
                  .extracting(each -> each.at("/topologyKey").asText())
                  .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
            });
    assertThat(budgets).hasSize(3);
  }

  @Test
  void noPodOfAHookIsCountedWithThoseThatServe() {
    List<JsonNode> selectors =
        Stream.of("Deployment", "DaemonSet", "PodDisruptionBudget")
            .flatMap(kind -> kind(kind).stream())
            .map(object -> object.at("/spec/selector/matchLabels"))
            .toList();

    assertThat(templates(ALL))
        .filteredOn(template -> component(template).equals("cleanup"))
        .hasSize(3)
        .allMatch(
            template ->
                selectors.stream()
                    .noneMatch(selector -> selects(selector, template.at("/metadata/labels"))));
  }

  @Test
  void everyProcessHasOneNetworkPolicyWhosePortsItHas() {
    List<JsonNode> policies = kind("NetworkPolicy");

    assertThat(policies).hasSize(4);
    assertThat(templates(Map.of()))
        .filteredOn(template -> !component(template).equals("cleanup"))
        .hasSize(4)
        .allSatisfy(
            template ->
                assertThat(policies)
                    .filteredOn(
                        each ->
                            selects(
                                each.at("/spec/podSelector/matchLabels"),
                                template.at("/metadata/labels")))
                    .singleElement()
                    .satisfies(
                        policy ->
                            assertThat(names(template.at("/spec/containers/0/ports")))
                                .containsExactlyInAnyOrderElementsOf(asked(policy))));
  }

  @Test
  void aProcessMayAskTheApiServerAndWhatItsValuesName() {
    assertThat(egress("webhook", Map.of()))
        .isEqualTo("[{\"ports\":[{\"port\":443},{\"port\":6443}]}]");
    assertThat(egress("controller", Map.of())).isEqualTo(egress("webhook", Map.of()));
    assertThat(egress("token-sync", Map.of())).isEqualTo(egress("webhook", Map.of()));
    assertThat(
            egress(
                "token-sync",
                Map.of(
                    "token-sync.rotation.clusterAgentUrl",
                    "https://datadog-cluster-agent.datadog.svc:5005")))
        .contains("{\"port\":5005}", "{\"port\":53,\"protocol\":\"UDP\"}");
    assertThat(egress("driver", Map.of())).isEmpty();
    assertThat(egress("driver", Map.of("node-driver.networkPolicy.egressPorts[0]", 5000)))
        .contains("{\"port\":5000}", "{\"port\":443}", "{\"port\":53,\"protocol\":\"TCP\"}");
    assertThat(
            Chart.UMBRELLA.objects(
                Map.of(
                    "node-driver.networkPolicy.enabled",
                    false,
                    "fargate-injector.networkPolicy.enabled",
                    false,
                    "token-sync.networkPolicy.enabled",
                    false)))
        .noneMatch(object -> object.at("/kind").asText().equals("NetworkPolicy"));
  }

  @Test
  void theAgentIsToldWhichPortOfWhichContainerToScrape() {
    assertThat(templates(Map.of()))
        .filteredOn(template -> !component(template).equals("cleanup"))
        .hasSize(4)
        .allSatisfy(
            template -> {
              JsonNode container = template.at("/spec/containers/0");
              String name = container.at("/name").asText();
              String checks =
                  template
                      .at("/metadata/annotations/ad.datadoghq.com~1" + name + ".checks")
                      .asText();
              JsonNode check = JSON.readTree(checks);
              String port =
                  Chart.elements(container.at("/ports"))
                      .filter(
                          each ->
                              List.of("management", "metrics").contains(each.at("/name").asText()))
                      .map(each -> each.at("/containerPort").asText())
                      .findFirst()
                      .orElseThrow();
              assertThat(check.fieldNames())
                  .toIterable()
                  .containsExactly(
                      component(template).equals("driver") ? "datadog_csi_driver" : "openmetrics");
              assertThat(check.findValue("openmetrics_endpoint").asText())
                  .isEqualTo("http://%%host%%:" + port + "/metrics");
            });
  }

  private static List<JsonNode> templates(Map<String, Object> values) {
    return Stream.concat(
            Chart.UMBRELLA.objects(values).stream(), Chart.UMBRELLA.hooks(values).stream())
        .map(object -> object.at("/spec/template"))
        .filter(JsonNode::isObject)
        .toList();
  }

  private static List<JsonNode> kind(String kind) {
    return Chart.UMBRELLA.objects().stream()
        .filter(object -> object.at("/kind").asText().equals(kind))
        .toList();
  }

  private static String component(JsonNode template) {
    return template.at("/metadata/labels/app.kubernetes.io~1component").asText();
  }

  private static boolean selects(JsonNode selector, JsonNode labels) {
    return selector.properties().stream()
        .allMatch(each -> labels.path(each.getKey()).equals(each.getValue()));
  }

  private static List<String> names(JsonNode ports) {
    return Chart.elements(ports).map(each -> each.at("/name").asText()).toList();
  }

  private static List<String> asked(JsonNode policy) {
    return Chart.elements(policy.at("/spec/ingress"))
        .map(rule -> rule.at("/ports/0/port").asText())
        .toList();
  }

  /// The rules of what the pods of a component may ask; empty where they may ask anything.
  private static String egress(String component, Map<String, Object> values) {
    JsonNode labels =
        templates(Map.of()).stream()
            .filter(template -> component(template).equals(component))
            .findFirst()
            .orElseThrow()
            .at("/metadata/labels");
    return Chart.UMBRELLA.objects(values).stream()
        .filter(object -> object.at("/kind").asText().equals("NetworkPolicy"))
        .filter(policy -> selects(policy.at("/spec/podSelector/matchLabels"), labels))
        .filter(policy -> Chart.texts(policy.at("/spec/policyTypes")).contains("Egress"))
        .map(policy -> policy.at("/spec/egress").toString())
        .findFirst()
        .orElse("");
  }
}
