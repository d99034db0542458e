// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.node.api.ServiceAccount;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Kubeconfig;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RunningApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// A Node object of a real API server, where the driver has the chart's rights and the policy of
/// `policies/` is in force; and a pod of the driver on it.
public final class NodeObject implements AutoCloseable {
  private static final String NAMESPACE = "/api/v1/namespaces/eksbridge-node";
  private static final String ACCOUNT = "node-driver";
  private static final String STRANGER = "stranger";
  private static final String APPLY = "application/apply-patch+yaml";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path POLICY =
      Path.of("..", "policies", "driver-untaints-its-own-node", "policy.yaml");

  private final ApiClient admin;
  private final String name;
  private final Path folder;

  /// Makes it, with these taints (`key:effect`); tokens are kept below `folder`.
  public NodeObject(String name, Path folder, String... taints) throws Exception {
    Given.apiServer();
    this.admin = RunningApiServer.client();
    this.name = name;
    this.folder = folder;
    make(
        "/api/v1/namespaces",
        "{kind: Namespace, apiVersion: v1, metadata: {name: eksbridge-node}}");
    for (String account : List.of(ACCOUNT, STRANGER)) {
      make(NAMESPACE + "/serviceaccounts", "{metadata: {name: " + account + "}}");
    }
    rules(Path.of("src", "test", "resources", "rights.yaml"), "rbac.authorization.k8s.io");
    rules(POLICY, "admissionregistration.k8s.io");
    admin.ask("DELETE", "/api/v1/nodes/" + name); // another test's
    StringBuilder list = new StringBuilder();
    for (String taint : taints) {
      String[] halves = taint.split(":", -1);
      list.append("{key: ").append(halves[0]).append(", effect: ").append(halves[1]).append("},");
    }
    make(
        "/api/v1/nodes",
        "{metadata: {name: " + name + ", labels: {zone: a}}, spec: {taints: [" + list + "]}}");
  }

  /// The account of the driver's pod on this node.
  public ServiceAccount driver() throws Exception {
    ServiceAccount account = account(ACCOUNT, name);
    if (!Patience.until(() -> patched(account, "x").statusCode() == 403)) {
      throw new AssertionError("the policy does not take effect");
    }
    return account;
  }

  /// An account without any rights.
  public ServiceAccount stranger() throws Exception {
    return account(STRANGER, name);
  }

  /// The Events about a pod.
  public List<String> events(String namespace, String uid)
      throws IOException, InterruptedException {
    JsonNode events =
        admin.must(
            "GET",
            "/api/v1/namespaces/" + namespace + "/events?fieldSelector=involvedObject.uid=" + uid,
            null);
    return StreamSupport.stream(events.path("items").spliterator(), false)
        .map(JsonNode::toString)
        .toList();
  }

  /// The keys of its taints.
  public List<String> taints() throws IOException, InterruptedException {
    JsonNode node = admin.must("GET", "/api/v1/nodes/" + name, null);
    return StreamSupport.stream(node.at("/spec/taints").spliterator(), false)
        .map(taint -> taint.path("key").asText())
        .toList();
  }

  private ServiceAccount account(String account, String node) throws Exception {
    String pod = account + "-on-" + node;
    make(
        NAMESPACE + "/pods",
        "{metadata: {name: %s}, spec: {nodeName: %s, serviceAccountName: %s, containers: [{name: a, image: a}]}}"
            .formatted(pod, node, account));
    String uid = admin.must("GET", NAMESPACE + "/pods/" + pod, null).at("/metadata/uid").asText();
    JsonNode request =
        JSON.readTree(
            """
            {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"boundObjectRef":
              {"apiVersion": "v1", "kind": "Pod", "name": "%s", "uid": "%s"}}}
            """
                .formatted(pod, uid));
    JsonNode token =
        admin.must("POST", NAMESPACE + "/serviceaccounts/" + account + "/token", request);
    Path place = Files.createDirectories(folder.resolve(pod));
    Files.writeString(place.resolve("token"), token.at("/status/token").asText());
    Path authority = admin.access().authority();
    if (authority == null) {
      throw new IllegalStateException("no TLS");
    }
    Files.write(place.resolve("ca.crt"), Files.readAllBytes(authority));
    return new ServiceAccount(URI.create(admin.access().url()), place);
  }

  /// What comes of setting a label as that account, without doing it.
  private HttpResponse<String> patched(ServiceAccount account, String zone)
      throws IOException, InterruptedException {
    String token = Files.readString(account.folder().resolve("token"));
    var access = new Kubeconfig(admin.access().url(), token, admin.access().authority());
    try (var client = new ApiClient(access)) {
      return client.send(
          "PATCH",
          "/api/v1/nodes/" + name + "?dryRun=All",
          "application/merge-patch+json",
          "{\"metadata\": {\"labels\": {\"zone\": \"" + zone + "\"}}}");
    }
  }

  private void rules(Path file, String group) throws IOException, InterruptedException {
    for (String document : Files.readString(file).split("(?m)^---$", -1)) {
      String kind = field(document, "kind: ");
      String plural = kind.endsWith("y") ? kind.replaceAll("y$", "ies") : kind + "s";
      String path = "/apis/" + group + "/v1/" + plural.toLowerCase(Locale.ROOT) + "/";
      String object = field(document, "name: ").replaceAll("[{}]", "");
      HttpResponse<String> answer =
          admin.send("PATCH", path + object + "?fieldManager=tests", APPLY, document);
      if (answer.statusCode() >= 300) {
        throw new IOException(answer.body());
      }
    }
  }

  /// What stands after the first `key` of a text, to the end of its line.
  private static String field(String text, String key) {
    int start = text.indexOf(key) + key.length();
    return text.substring(start, text.indexOf('\n', start)).strip();
  }

  /// Creates an object; it may be there already.
  private void make(String path, String yaml) throws IOException, InterruptedException {
    HttpResponse<String> answer = admin.send("POST", path, "application/yaml", yaml);
    if (answer.statusCode() >= 300 && answer.statusCode() != 409) {
      throw new IOException(answer.body());
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
