// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.ServingPair;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Base64;

/// With a real API server the webhook is registered there, and the pod of CoreDNS is created
/// through it.
final class Registered {
  private static final String CONFIGURATIONS =
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

  private Registered() {}

  static void play(
      Stage stage, Story story, Webhook webhook, ServingPair pair, JsonNode coredns, String url)
      throws IOException, InterruptedException {
    ApiClient api = stage.api();
    ObjectNode account = Cast.object("ServiceAccount", "coredns");
    api.must("POST", Cast.path(Cast.SYSTEM, "serviceaccounts", ""), account);
    ObjectNode configuration = Manifest.read("webhook.yaml");
    String trust = Base64.getEncoder().encodeToString(Files.readAllBytes(pair.certificate()));
    configuration
        .withObject("/webhooks/0/clientConfig")
        .put("url", webhook.url().toString())
        .put("caBundle", trust);
    api.must("POST", CONFIGURATIONS, configuration);
    String pods = Cast.path(Cast.SYSTEM, "pods", "");
    boolean called = // a new configuration is in force a moment after it was made
        Patience.until(
            () -> {
              HttpResponse<String> dry =
                  api.send("POST", pods + "?dryRun=All", "application/json", coredns.toString());
              return dry.body().contains("DD_CLUSTER_AGENT_URL") || dry.statusCode() >= 300;
            });
    JsonNode created = api.must("POST", pods, coredns);
    story.say("The same pod, created through the API server with the webhook registered there:");
    story.claim(
        "the real API server created it with the Agent and the same URL",
        called && SidecarFits.url(created).equals(url));
  }
}
