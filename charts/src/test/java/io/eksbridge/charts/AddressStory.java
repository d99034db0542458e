// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Child;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import io.eksbridge.parts.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A cluster agent's Service on a real API server of both address families, and a controller with
/// the rights of the chart and no more.
abstract class AddressStory {
  static final String STABLE = "service/cluster-agent-stable";
  static final String MEMORY = "configmap/eksbridge-address";

  @TempDir Path folder;
  Kubectl kubectl;
  RunningController controllers;

  @BeforeEach
  void aCluster() throws Exception {
    kubectl = Kubectl.in(folder);
    controllers = RunningController.in(folder, kubectl);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    kubectl.run("delete", "services,endpointslices", "--all", "-n", "datadog");
    kubectl.run("delete", "configmaps,secrets,leases", "--all", "-n", "eksbridge");
    kubectl.run("delete", "mutatingwebhookconfigurations", "--all");
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

  /// A controller must be started, elected and heard: on a busy machine that takes its time.
  static boolean eventually(Child.Check check) throws IOException, InterruptedException {
    boolean holds = false;
    for (int turn = 0; turn < 3 && !holds; turn++) {
      holds = Patience.until(check);
    }
    return holds;
  }

  static boolean says(Service controller, String words) throws InterruptedException {
    return RunningController.says(controller, words);
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

  final void edit(String patch) throws Exception {
    kubectl.run("patch", STABLE, "-n", "datadog", "--type=merge", "-p", patch.replace('\'', '"'));
  }

  final String remembered() throws IOException, InterruptedException {
    return kubectl.run(
        "get", MEMORY, "-n", "eksbridge", "--ignore-not-found", "-o", "jsonpath={.data.address}");
  }

  final String stable(String field) throws IOException, InterruptedException {
    return kubectl.run(
        "get", STABLE, "-n", "datadog", "--ignore-not-found", "-o", "jsonpath=" + field);
  }
}
