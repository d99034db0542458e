// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.parts.ApiClient;
import java.io.IOException;
import java.util.Optional;

/// Who and what is in the cluster of the demo, by name.
final class Cast {
  static final String SOURCES = "datadog";
  static final String API_KEY_SECRET = "datadog-agent";
  static final String CLUSTER_AGENT = "datadog-cluster-agent";
  static final String SYSTEM = "kube-system";
  static final String SHOP = "shop";
  static final String REPORTS = "reports";
  static final String CHECKOUT = "checkout";
  static final String COPY = "datadog-secret";
  static final String FARGATE = "eksbridge.io/fargate";
  static final String MERGE = "application/merge-patch+json";

  private Cast() {}

  static String path(String namespace, String plural, String name) {
    return "/api/v1/namespaces/" + namespace + "/" + plural + (name.isEmpty() ? "" : "/" + name);
  }

  static ObjectNode object(String kind, String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "v1").put("kind", kind).putObject("metadata").put("name", name);
    return object;
  }

  static ObjectNode namespace(String name, boolean fargate) {
    ObjectNode namespace = object("Namespace", name);
    if (fargate) {
      namespace.withObject("/metadata").putObject("labels").put(FARGATE, "enabled");
    }
    return namespace;
  }

  static ObjectNode secret(String name, String key, String value) {
    ObjectNode secret = object("Secret", name);
    secret.putObject("data").put(key, Masked.encoded(value));
    return secret;
  }

  /// The copy in a namespace, if it is there.
  static Optional<JsonNode> copy(ApiClient api, String namespace)
      throws IOException, InterruptedException {
    String path = path(namespace, "secrets", COPY);
    return api.ask("GET", path).statusCode() == 200
        ? Optional.of(api.must("GET", path, null))
        : Optional.empty();
  }

  static String token(ApiClient api) throws IOException, InterruptedException {
    return Masked.value(api.must("GET", path(SOURCES, "secrets", CLUSTER_AGENT), null), "token");
  }

  static String apiKey(ApiClient api) throws IOException, InterruptedException {
    return Masked.value(api.must("GET", path(SOURCES, "secrets", API_KEY_SECRET), null), "api-key");
  }
}
