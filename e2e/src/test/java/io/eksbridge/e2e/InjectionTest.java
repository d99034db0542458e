// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.e2e.story.Manifest;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RunningApiServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the injector makes of a pod is a pod that a real API server takes.
final class InjectionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private ApiClient api;

  @BeforeEach
  void aRealApiServer() throws Exception {
    Given.apiServer();
    api = RunningApiServer.client();
  }

  @Test
  void aPatchedPodIsAccepted() throws Exception {
    String namespace = namespace("privileged");

    JsonNode pod = explained(in(namespace, "cart.yaml"), "inject");
    HttpResponse<String> answer = dryRun(namespace, pod);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(JSON.readTree(answer.body()).at("/spec/containers")).hasSize(2);
  }

  @Test
  void aRestrictedPodStaysRestrictedWithItsSidecar() throws Exception {
    String namespace = namespace("restricted");
    ObjectNode pod = restricted(in(namespace, "cart.yaml"));

    HttpResponse<String> before = dryRun(namespace, pod);
    HttpResponse<String> after = dryRun(namespace, explained(pod, "inject"));

    assertThat(before.statusCode()).as(before.body()).isEqualTo(201);
    assertThat(after.statusCode()).as(after.body()).isEqualTo(201);
  }

  @Test
  void theSidecarCanReachTheApiServerWithTheTokenOfThePod() throws Exception {
    String namespace = namespace("privileged");

    JsonNode created =
        JSON.readTree(dryRun(namespace, explained(in(namespace, "cart.yaml"), "inject")).body());

    assertThat(created.at("/spec/containers"))
        .allSatisfy(
            container ->
                assertThat(container.path("volumeMounts").toString())
                    .contains("/var/run/secrets/kubernetes.io/serviceaccount"));
  }

  @Test
  void corednsWithItsSidecarIsAccepted() throws Exception {
    String namespace = namespace("privileged");

    JsonNode pod =
        explained(in(namespace, "coredns.yaml"), "inject", "--cluster-agent-ip=172.20.0.5");
    HttpResponse<String> answer = dryRun(namespace, pod);

    assertThat(pod.toString()).contains("https://172.20.0.5:5005");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void aPodForANodeIsLeftAsItIs() throws Exception {
    ObjectNode pod = Manifest.read("report.yaml");

    assertThat(explained(pod, "skip")).isEqualTo(pod);
  }

  /// What the injector makes of `pod`, asked on its command line.
  private JsonNode explained(ObjectNode pod, String decision, String... flags) throws Exception {
    Path layout = Given.layout("fargate-injector");
    Path manifest = Files.writeString(folder.resolve("pod.json"), pod.toString());
    var command =
        new ArrayList<>(
            List.of(
                layout.resolve("bin/fargate-injector").toString(),
                "explain",
                "-f",
                manifest.toString(),
                "-o",
                "json",
                "--inject-without-credentials"));
    command.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    JsonNode explanation =
        JSON.readTree(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));

    assertThat(process.waitFor()).isZero();
    assertThat(explanation.path("decision").asText())
        .as(explanation.toString())
        .isEqualTo(decision);
    return explanation.path("pod");
  }

  private String namespace(String level) throws Exception {
    String name = "pods-" + UUID.randomUUID().toString().substring(0, 8);
    String label = "{\"pod-security.kubernetes.io/enforce\":\"" + level + "\"}";
    api.must(
        "POST",
        "/api/v1/namespaces",
        JSON.readTree(
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
                + name
                + "\",\"labels\":"
                + label
                + "}}"));
    for (String account : new String[] {"default", "cart", "coredns"}) {
      api.must(
          "POST",
          "/api/v1/namespaces/" + name + "/serviceaccounts",
          JSON.readTree(
              "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\""
                  + account
                  + "\"}}"));
    }
    return name;
  }

  private HttpResponse<String> dryRun(String namespace, JsonNode pod) throws Exception {
    return api.send(
        "POST",
        "/api/v1/namespaces/" + namespace + "/pods?dryRun=All&fieldValidation=Strict",
        "application/json",
        pod.toString());
  }

  /// The manifest, moved; outside kube-system without the priority that is reserved for it.
  private static ObjectNode in(String namespace, String manifest) throws Exception {
    ObjectNode pod = Manifest.read(manifest);
    pod.withObject("/metadata").put("namespace", namespace);
    pod.withObject("/spec").remove("priorityClassName");
    return pod;
  }

  private static ObjectNode restricted(ObjectNode pod) throws Exception {
    String context =
        "{\"runAsNonRoot\":true,\"runAsUser\":1000,\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]},\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}";
    pod.withObject("/spec/containers/0").set("securityContext", JSON.readTree(context));
    return pod;
  }
}
