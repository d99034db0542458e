// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Environment variables as a container has them.
final class Variables {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Variables() {}

  static ObjectNode value(String name, String value) {
    return JSON.objectNode().put("name", name).put("value", value);
  }

  static ObjectNode secret(String name, String secret, String key) {
    ObjectNode variable = JSON.objectNode().put("name", name);
    variable.putObject("valueFrom").putObject("secretKeyRef").put("name", secret).put("key", key);
    return variable;
  }

  static ObjectNode ofPod(String name, String path) {
    ObjectNode variable = JSON.objectNode().put("name", name);
    variable.putObject("valueFrom").set("fieldRef", field(path));
    return variable;
  }

  static ObjectNode ofLabel(String name, String label) {
    return ofPod(name, "metadata.labels['" + label + "']");
  }

  static ObjectNode field(String path) {
    return JSON.objectNode().put("apiVersion", "v1").put("fieldPath", path);
  }

  static boolean sets(JsonNode env, String name) {
    for (JsonNode each : env) {
      if (each.path("name").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
