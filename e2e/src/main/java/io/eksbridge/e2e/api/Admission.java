// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// What the API server adds to each kind and refuses of it. Of pods only that they have containers:
/// whoever wants a pod judged needs the real one.
final class Admission {
  private static final String NAME = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";
  private static final String KEY = "[-._a-zA-Z0-9]{1,253}";

  private final Store store;

  Admission(Store store) {
    this.store = store;
  }

  /// `object` as it will be stored.
  ///
  /// @throws ApiFailure when the API server would refuse it
  ObjectNode admit(Target target, JsonNode before, ObjectNode object) {
    if (!target.name().matches(NAME)) {
      throw ApiFailure.invalid(target, "metadata.name", "Invalid value: \"" + target.name() + "\"");
    }
    if (target.kind().namespaced && before.isMissingNode()) {
      namespace(target);
    }
    switch (target.kind()) {
      case NAMESPACE -> {
        object
            .withObjectProperty("metadata")
            .withObjectProperty("labels")
            .put("kubernetes.io/metadata.name", target.name());
        object.withObjectProperty("spec").putArray("finalizers").add("kubernetes");
        if (!object.has("status")) {
          object.putObject("status").put("phase", "Active");
        }
      }
      case SECRET -> secret(target, before, object);
      case SERVICE -> service(target, before, object);
      case POD -> {
        if (object.path("spec").path("containers").isEmpty()) {
          throw ApiFailure.invalid(target, "spec.containers", "Required value");
        }
      }
      case CONFIG_MAP, EVENT -> {}
    }
    return object;
  }

  private void namespace(Target target) {
    var home = new Target(Kind.NAMESPACE, "", target.namespace());
    ObjectNode namespace = store.get(home).orElseThrow(() -> ApiFailure.notFound(home));
    if (namespace.path("metadata").has("deletionTimestamp")) {
      String why =
          "%s \"%s\" is forbidden: unable to create new content in namespace %s because it is being terminated"
              .formatted(target.kind().plural, target.name(), target.namespace());
      throw ApiFailure.of(403, "Forbidden", target, why)
          .cause("NamespaceTerminating", "namespace is being terminated", "metadata.namespace");
    }
  }

  private static void secret(Target target, JsonNode before, ObjectNode object) {
    if (object.remove("stringData") instanceof ObjectNode plain) {
      ObjectNode data = object.withObjectProperty("data");
      for (var field : plain.properties()) {
        data.put(
            field.getKey(),
            Base64.getEncoder()
                .encodeToString(field.getValue().asText().getBytes(StandardCharsets.UTF_8)));
      }
    }
    for (var field : object.path("data").properties()) {
      if (!field.getKey().matches(KEY)) {
        throw ApiFailure.invalid(target, "data[" + field.getKey() + "]", "Invalid value");
      }
      decodable(field.getValue().asText());
    }
    if (!object.has("type")) {
      object.put("type", "Opaque");
    }
    if (!before.isMissingNode() && !before.path("type").equals(object.path("type"))) {
      throw ApiFailure.invalid(target, "type", "Invalid value: field is immutable");
    }
    boolean frozen = before.path("immutable").asBoolean();
    if (frozen
        && !(before.path("data").equals(object.path("data"))
            && object.path("immutable").asBoolean())) {
      throw ApiFailure.invalid(
          target, "data", "Forbidden: field is immutable when `immutable` is set");
    }
  }

  private static void decodable(String value) {
    try {
      Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException notBase64) {
      throw ApiFailure.badRequest(
          "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data");
    }
  }

  private void service(Target target, JsonNode before, ObjectNode object) {
    ObjectNode spec = object.withObjectProperty("spec");
    Map.of("type", "ClusterIP", "sessionAffinity", "None", "internalTrafficPolicy", "Cluster")
        .forEach((field, value) -> spec.put(field, spec.path(field).asText(value)));
    for (JsonNode port : spec.path("ports")) {
      if (port instanceof ObjectNode fields) {
        fields.put("protocol", fields.path("protocol").asText("TCP"));
        fields.put("targetPort", fields.path("targetPort").asInt(fields.path("port").asInt()));
      }
    }
    JsonNode had = before.path("spec").path("clusterIP");
    if (!spec.has("clusterIP")) {
      spec.put("clusterIP", had.isMissingNode() ? freeAddress() : had.asText());
    } else if (!had.isMissingNode() && !had.equals(spec.path("clusterIP"))) {
      throw ApiFailure.invalid(target, "spec.clusterIPs[0]", "Invalid value: field is immutable");
    }
    spec.putArray("clusterIPs").add(spec.path("clusterIP").asText());
  }

  /// Like the API server, not from the band that is kept for fixed addresses.
  private String freeAddress() {
    Set<String> taken = new HashSet<>();
    store
        .list(new Target(Kind.SERVICE, "", ""))
        .forEach(service -> taken.add(service.path("spec").path("clusterIP").asText()));
    return IntStream.range(0, 1 << 14)
        .mapToObj(n -> "172.20." + (2 + (n * 37 % 250)) + "." + (7 + (n * 101 % 240)))
        .filter(address -> !taken.contains(address))
        .findFirst()
        .orElseThrow();
  }
}
