// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Service;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `status` has the API server call the webhook, with the rights of whoever runs it.
final class CanaryTest extends WithController {
  private static final String ANSWERED = "the webhook answered: injected (";
  private static final String NOT_CALLED = "the webhook was not called, or did not answer";

  @BeforeEach
  void namespaces() throws Exception {
    for (String namespace : List.of("nest", "silent")) {
      kubectl.apply(
          "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: restricted}}}"
              .formatted(namespace));
      kubectl.apply(
          "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: %s}}"
              .formatted(namespace));
    }
    kubectl.run("label", "namespace", "silent", "eksbridge.io/fargate=disabled", "--overwrite");
    kubectl.apply( // no kube-proxy here: the API server goes where the name leads
        "{apiVersion: v1, kind: Service, metadata: {name: release, namespace: eksbridge}, spec: {type: ExternalName, externalName: localhost}}");
  }

  @Test
  void whetherTheWebhookIsCalledIsHeardFromPodsThatAreNotKept() throws Exception {
    try (var webhooks = new Webhooks(folder);
        var webhook = webhooks.start("--kubeconfig=" + kubectl.kubeconfig());
        var balancer = new Balancer(List.of(webhook.port));
        Service _ = controllers.start("--service-port=" + balancer.port())) {
      soon("a certificate", () -> !Webhooks.wanted(api).isEmpty());
      soon("served", () -> webhook.servesWhatIsWanted(api));
      soon("called", () -> sung("nest").getLast().contains(ANSWERED));

      assertThat(sung("nest"))
          .containsExactly(
              "canary    opt-in: " + ANSWERED + "opt_in_label)",
              "canary    automatic: " + ANSWERED + "fargate_scheduler)");
      assertThat(sung("silent"))
          .hasSize(2)
          .allMatch(line -> line.endsWith("left alone (namespace_opted_out): name another"));
      assertThat(sung(controllers.status("--canary-namespace=nest").lines().toList()))
          .as("the controller's own account may not create pods")
          .hasSize(1)
          .allMatch(line -> line.startsWith("canary    cannot be told: POST "))
          .allMatch(line -> line.contains("pods is forbidden"));

      webhook.service.process().kill();

      assertThat(sung("nest")).hasSize(2).allMatch(line -> line.contains(NOT_CALLED));
      assertThat(get("/api/v1/namespaces/nest/pods", "/items")).isEqualTo("[]");
    }
  }

  private List<String> sung(String namespace) throws IOException, InterruptedException {
    return sung(
        controllers
            .status(
                "--canary-namespace=" + namespace,
                "--inject-without-credentials",
                "--kubeconfig=" + kubectl.kubeconfig())
            .lines()
            .toList());
  }

  private static List<String> sung(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("canary")).toList();
  }
}
