// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Require;
import io.eksbridge.startup.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The variables of a profile, as a container has them: credentials by reference only.
final class EnvironmentVariables {
  private static final Set<String> CREDENTIALS =
      Set.of("DD_API_KEY", "DD_APP_KEY", "DD_CLUSTER_AGENT_AUTH_TOKEN");
  private static final Set<String> FIXED =
      Set.of("DD_KUBERNETES_KUBELET_NODENAME", "DD_EKS_FARGATE");
  private static final Set<String> SOURCES =
      Set.of("secretKeyRef", "configMapKeyRef", "fieldRef", "resourceFieldRef");

  private EnvironmentVariables() {}

  static List<JsonNode> read(Fields profile) {
    var names = new HashSet<String>();
    var variables = new ArrayList<JsonNode>();
    int index = 0;
    for (JsonNode each : profile.array("env")) {
      String path = profile.at("env") + "[" + index++ + "]";
      Fields variable = Fields.of(path, each, Set.of("name", "value", "valueFrom"));
      String name = variable.text("name", "");
      Require.text(variable.at("name"), name, "[-._a-zA-Z][-._a-zA-Z0-9]*", "a variable's name");
      check(variable, name);
      if (!names.add(name)) {
        throw new Refusal(variable.at("name") + ": " + name + " is there twice");
      }
      variables.add(each);
    }
    return variables;
  }

  private static void check(Fields variable, String name) {
    if (FIXED.contains(name)) {
      throw new Refusal(variable.at("name") + ": " + name + " is the injector's to set");
    }
    if (variable.has("value") == variable.has("valueFrom")) {
      throw new Refusal(variable.path() + " must have value or valueFrom, and not both");
    }
    if (variable.has("value")) {
      if (CREDENTIALS.contains(name)) {
        throw new Refusal(
            variable.at("value") + ": " + name + " must come from a Secret, by valueFrom");
      }
      if (!variable.node("value").isTextual()) {
        throw new Refusal(variable.at("value") + " must be a text, in quotes");
      }
      return;
    }
    JsonNode from = variable.node("valueFrom");
    String source = from.isObject() && from.size() == 1 ? from.fieldNames().next() : "";
    if (!SOURCES.contains(source) || !from.path(source).isObject()) {
      throw new Refusal(
          variable.at("valueFrom") + " must have one of " + String.join(", ", SOURCES));
    }
  }
}
