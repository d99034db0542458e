// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.eksbridge.inject.service.Range.Family;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The cluster agent's own Service, by whomever it was installed: its selector leads to the pods.
public sealed interface Own {
  /// The port on which Agents find the cluster agent.
  int PORT = 5005;

  /// It is there.
  ///
  /// @param name of the Service
  /// @param selector of its pods
  /// @param targetPort of these, a number or a name
  /// @param family of its address
  record Found(String name, Map<String, String> selector, JsonNode targetPort, Family family)
      implements Own {
    /// Keeps a copy of the selector, in order.
    public Found {
      selector = java.util.Collections.unmodifiableMap(new TreeMap<>(selector));
    }
  }

  /// None of the Services is one that could be.
  record Missing() implements Own {}

  /// More than one could be, and none has the name that was given.
  record Ambiguous(List<String> names) implements Own {}

  /// The one of the name that was given cannot be followed.
  record Unusable(String why) implements Own {}

  /// The one of this name; where there is none, the only one that looks like a cluster agent's.
  static Own find(String name, List<JsonNode> services) {
    Optional<JsonNode> named = services.stream().filter(each -> name(each).equals(name)).findAny();
    if (named.isPresent()) {
      return read(named.get());
    }
    List<JsonNode> alike =
        services.stream()
            .filter(each -> !name(each).equals(StableService.NAME))
            .filter(each -> read(each) instanceof Found found && ofClusterAgent(found.selector()))
            .toList();
    return switch (alike.size()) {
      case 0 -> new Missing();
      case 1 -> read(alike.getFirst());
      default -> new Ambiguous(alike.stream().map(Own::name).sorted().toList());
    };
  }

  private static Own read(JsonNode service) {
    JsonNode spec = service.path("spec");
    var selector = new TreeMap<String, String>();
    spec.path("selector")
        .properties()
        .forEach(each -> selector.put(each.getKey(), each.getValue().asText()));
    if (selector.isEmpty()) {
      return new Unusable("The Service " + name(service) + " selects no pods");
    }
    return spec.path("ports")
        .valueStream()
        .filter(port -> port.path("port").asInt() == PORT)
        .findFirst()
        .<Own>map(port -> new Found(name(service), selector, target(port), family(spec)))
        .orElseGet(() -> new Unusable("The Service " + name(service) + " has no port " + PORT));
  }

  private static JsonNode target(JsonNode port) {
    return port.has("targetPort") ? port.get("targetPort") : IntNode.valueOf(PORT);
  }

  private static Family family(JsonNode spec) {
    return Family.of(spec.path("ipFamilies").path(0).asText());
  }

  /// What the two installers give their pods: Helm the name of its release, both a component.
  private static boolean ofClusterAgent(Map<String, String> selector) {
    return selector.getOrDefault("app", "").endsWith("cluster-agent")
        || selector.getOrDefault("app.kubernetes.io/component", "").equals("cluster-agent")
        || selector.getOrDefault("agent.datadoghq.com/component", "").equals("cluster-agent");
  }

  private static String name(JsonNode service) {
    return service.path("metadata").path("name").asText();
  }
}
