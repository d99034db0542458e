// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.Service;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our webhook beside one that adds the Agent to the same pods, whichever a real API server calls
/// first.
final class OfficialWebhookTest extends WithController {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"report-","labels":{"agent.datadoghq.com/sidecar":"fargate"},
       "ownerReferences":[{"apiVersion":"batch/v1","kind":"Job","name":"report","uid":"7d1f1c1e-0000-4000-8000-000000000000"}]},
       "spec":{"restartPolicy":"Never","containers":[{"name":"report","image":"busybox"}]}}
      """;

  @BeforeEach
  void aNamespaceOfPods() throws Exception {
    kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: both}}");
    kubectl.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: both}}");
    kubectl.apply( // no kube-proxy here: the API server goes where the name leads
        "{apiVersion: v1, kind: Service, metadata: {name: release, namespace: eksbridge}, spec: {type: ExternalName, externalName: localhost}}");
  }

  @AfterEach
  void theOtherIsGone() throws Exception {
    kubectl.run(
        "delete",
        "mutatingwebhookconfigurations",
        "datadog-webhook",
        "zz-datadog-webhook",
        "--ignore-not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "datadog-webhook,    replace, 2, native",
    "zz-datadog-webhook, leave,   1, plain",
    "datadog-webhook,    leave,   1, plain",
  })
  void aPodOfAJobGetsOneAgentAndIsNotRefused(String name, String policy, int calls, String form)
      throws Exception {
    try (var official = new OfficialWebhook(folder);
        var webhooks = new Webhooks(folder);
        var webhook = webhooks.start("--official-sidecar=" + policy);
        var balancer = new Balancer(List.of(webhook.port));
        Service _ = controllers.start("--service-port=" + balancer.port())) {
      soon("a certificate", () -> !Webhooks.wanted(api).isEmpty());
      soon("served", () -> webhook.servesWhatIsWanted(api));
      soon("called", () -> Creations.injected(api, "both"));
      kubectl.apply(official.configuration(name));
      soon("the other is called too", () -> created().isObject() && official.calls.get() > 0);

      official.calls.set(0);
      JsonNode spec = created().path("spec");

      assertThat(agents(spec.path("initContainers"))).isEqualTo(form.equals("native") ? 1 : 0);
      assertThat(agents(spec.path("containers"))).isEqualTo(form.equals("plain") ? 1 : 0);
      assertThat(official.calls.get()).isGreaterThanOrEqualTo(calls);
    }
  }

  /// The pod as the API server would keep it.
  private JsonNode created() throws java.io.IOException, InterruptedException {
    return api.must("POST", "/api/v1/namespaces/both/pods?dryRun=All", JSON.readTree(POD));
  }

  private static long agents(JsonNode containers) {
    return containers
        .valueStream()
        .filter(each -> each.path("name").asText().equals("datadog-agent-injected"))
        .count();
  }
}
