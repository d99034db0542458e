// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.sync.kube.ApiServer;
import io.eksbridge.sync.kube.ApiServer.Answer;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/// What the tests do to the real API server, as somebody with a kubeconfig.
final class Cluster {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String BODY = "application/json";

  private final String kubeconfig;
  private final ApiServer server;

  Cluster(String kubeconfig) throws IOException {
    this.kubeconfig = kubeconfig;
    this.server =
        new ApiServer(
            ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(new StringReader(kubeconfig)))
                .build());
  }

  Answer get(String path) {
    return send("GET", path, Map.of(), BODY, null);
  }

  Answer post(String path, Object body) {
    return send("POST", path, Map.of(), BODY, JSON.valueToTree(body));
  }

  Answer put(String path, Object body) {
    return send("PUT", path, Map.of(), BODY, JSON.valueToTree(body));
  }

  Answer delete(String path) {
    return send("DELETE", path, Map.of(), BODY, null);
  }

  /// Server-side apply as `manager`.
  Answer apply(String path, String manager, Object body) {
    return send(
        "PATCH",
        path,
        Map.of("fieldManager", manager, "force", "true"),
        APPLY,
        JSON.valueToTree(body));
  }

  /// What `kubectl edit` does.
  Answer merge(String path, Object body) {
    return send(
        "PATCH",
        path,
        Map.of("fieldManager", "kubectl-edit"),
        "application/merge-patch+json",
        JSON.valueToTree(body));
  }

  void namespace(String name, Map<String, String> labels) {
    Map<String, Object> metadata = Map.of("name", name, "labels", labels);
    check(
        apply(
            "/api/v1/namespaces/" + name,
            "test",
            Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", metadata)));
  }

  void secret(String namespace, String name, Map<String, String> values) {
    check(apply(path(namespace, name), "helm", secretOf(namespace, name, values)));
  }

  static Map<String, Object> secretOf(String namespace, String name, Map<String, String> values) {
    Map<String, Object> metadata = Map.of("name", name, "namespace", namespace);
    return Map.of("apiVersion", "v1", "kind", "Secret", "metadata", metadata, "stringData", values);
  }

  /// Applies each document of a manifest.
  void manifest(String text) {
    for (Object document : new Yaml().loadAll(text)) {
      ObjectNode object = JSON.valueToTree(document);
      String namespace = object.path("metadata").path("namespace").asText();
      String api = "/apis/rbac.authorization.k8s.io/v1/";
      String resource = object.path("kind").asText().toLowerCase(java.util.Locale.ROOT) + "s/";
      check(
          apply(
              api
                  + (namespace.isEmpty() ? "" : "namespaces/" + namespace + "/")
                  + resource
                  + object.path("metadata").path("name").asText(),
              "chart",
              object));
    }
  }

  /// The kubeconfig of a ServiceAccount, which is made if need be.
  String kubeconfigOf(String namespace, String account) {
    String accounts = "/api/v1/namespaces/" + namespace + "/serviceaccounts";
    post(accounts, Map.of("metadata", Map.of("name", account)));
    Answer token =
        post(
            accounts + "/" + account + "/token", Map.of("spec", Map.of("expirationSeconds", 3600)));
    check(token);
    ObjectNode config = JSON.valueToTree(new Yaml().<Object>load(kubeconfig));
    ObjectNode user = JSON.createObjectNode().put("name", account);
    user.putObject("user").set("token", token.body().path("status").path("token"));
    config.putArray("users").add(user);
    ((ObjectNode) config.path("contexts").path(0).path("context")).put("user", account);
    return config.toString();
  }

  /// A value of a Secret, or nothing.
  @Nullable String value(String namespace, String name, String key) {
    JsonNode value = get(path(namespace, name)).body().path("data").path(key);
    return value.isMissingNode()
        ? null
        : new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8);
  }

  static String path(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/secrets/" + name;
  }

  private Answer send(
      String method, String path, Map<String, String> query, String type, @Nullable JsonNode body) {
    try {
      int mark = path.indexOf('?');
      return mark < 0
          ? server.send(method, path, query, type, body)
          : server.send(
              method, path.substring(0, mark), query(path.substring(mark + 1)), type, body);
    } catch (IOException noAnswer) {
      throw new AssertionError(method + " " + path, noAnswer);
    }
  }

  private static Map<String, String> query(String text) {
    int first = text.indexOf('=');
    return Map.of(text.substring(0, first), text.substring(first + 1));
  }

  private static void check(Answer answer) {
    if (answer.status() >= 300) {
      throw new AssertionError(answer.status() + " " + answer.body().path("message").asText());
    }
  }
}
