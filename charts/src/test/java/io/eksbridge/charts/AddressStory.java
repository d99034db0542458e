// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import io.eksbridge.parts.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;

/// A cluster agent's Service on a real API server of both address families, and a controller with
/// the rights of the chart and no more.
abstract class AddressStory extends WithController {
  @AfterEach
  void noServiceIsLeft() throws Exception {
    api.ask("DELETE", "/api/v1/namespaces/datadog/services");
    api.ask("DELETE", "/apis/discovery.k8s.io/v1/namespaces/datadog/endpointslices");
  }

  /// What the webhook adds to a pod that cannot resolve names.
  static String patch(int port, ServingPair pair) throws IOException, InterruptedException {
    String review =
        """
        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
          "uid": "1", "operation": "CREATE", "namespace": "shop",
          "kind": {"group": "", "version": "v1", "kind": "Pod"},
          "resource": {"group": "", "version": "v1", "resource": "pods"},
          "object": {"metadata": {"name": "dns"}, "spec": {"schedulerName": "fargate-scheduler",
            "dnsPolicy": "Default", "containers": [{"name": "dns", "image": "dns"}]}}}}
        """;
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(Trust.of(pair.certificate())).build()) {
      String answer =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/mutate"))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(review))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Matcher patch = Pattern.compile("\"patch\":\"([^\"]+)\"").matcher(answer);
      return patch.find()
          ? new String(Base64.getDecoder().decode(patch.group(1)), StandardCharsets.UTF_8)
          : answer;
    }
  }

  final Service running(String... flags) throws Exception {
    return controllers.start(flags);
  }

  final String settledAddress(Service controller) throws Exception {
    assertThat(eventually(() -> !remembered().isEmpty() && says(controller, remembered())))
        .isTrue();
    return remembered();
  }

  final void clusterAgent(String name, String family) throws Exception {
    service(
        name,
        "ipFamilies: [%s], selector: {app: %s}, ports: [{name: agentport, port: 5005}]"
            .formatted(family, "datadog-cluster-agent"));
  }

  final void service(String name, String spec) throws Exception {
    kubectl.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: %s, namespace: datadog}, spec: {%s}}"
            .formatted(name, spec));
  }

  final String remembered() throws IOException, InterruptedException {
    return get(Thing.MEMORY, "/data/address");
  }

  final String stable(String field) throws IOException, InterruptedException {
    return get(Thing.STABLE, "/spec/" + field);
  }
}
