// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.service.Range.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The Service as it should be, and how one differs from it.
final class StableService {
  static final String NAME = Names.STABLE_SERVICE;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> UNWANTED =
      List.of("externalIPs", "externalName", "loadBalancerIP", "loadBalancerSourceRanges");

  private StableService() {}

  /// A new one, with this address or, where it is empty, one that the API server chooses.
  static ObjectNode made(String namespace, Own.Found like, String address) {
    ObjectNode object = object(namespace);
    ObjectNode spec = spec(object, like.selector(), like.targetPort());
    if (address.isEmpty()) {
      spec.putArray("ipFamilies").add(like.family().label());
    } else {
      address(spec, address);
    }
    return object;
  }

  /// The one that there is, as it should be: what cannot change is said as it is.
  static ObjectNode repaired(JsonNode present, Own.Found like, String address) {
    JsonNode metadata = present.path("metadata");
    ObjectNode object = object(metadata.path("namespace").asText());
    object.withObject("/metadata").put("uid", metadata.path("uid").asText()); // no other's
    address(spec(object, like.selector(), like.targetPort()), address);
    return object;
  }

  /// The same, for the version that was seen, with nothing more in its spec: what an apply would
  /// leave goes.
  static ObjectNode replaced(JsonNode present, Own.Found like, String address) {
    ObjectNode object = repaired(present, like, address);
    ObjectNode metadata = object.withObject("/metadata");
    for (var each : present.path("metadata").properties()) {
      if (!each.getKey().equals("managedFields") && !metadata.has(each.getKey())) {
        metadata.set(each.getKey(), each.getValue());
      }
    }
    ObjectNode labels = metadata.withObject("/labels");
    for (var each : present.at("/metadata/labels").properties()) {
      if (!labels.has(each.getKey())) {
        labels.set(each.getKey(), each.getValue());
      }
    }
    return object;
  }

  /// What someone changed that an apply puts back.
  static List<String> fields(JsonNode present, ObjectNode wanted) {
    var fields = new ArrayList<String>();
    for (var each : wanted.path("spec").properties()) {
      boolean same =
          each.getKey().equals("clusterIP")
              ? Range.same(each.getValue().asText(), present.at("/spec/clusterIP").asText())
              : each.getValue().equals(present.path("spec").path(each.getKey()));
      if (!same && !each.getKey().equals("ports")) {
        fields.add("spec." + each.getKey());
      }
    }
    for (var label : wanted.at("/metadata/labels").properties()) {
      if (!label.getValue().equals(present.at("/metadata/labels").path(label.getKey()))) {
        fields.add("metadata.labels." + label.getKey());
      }
    }
    return fields;
  }

  /// What someone changed that an apply would leave, or be refused for.
  static List<String> additions(JsonNode present, ObjectNode wanted) {
    var additions = new ArrayList<String>();
    UNWANTED.stream()
        .filter(
            field ->
                !present.path("spec").path(field).isEmpty()
                    || !present.path("spec").path(field).asText().isEmpty())
        .forEach(field -> additions.add("spec." + field));
    JsonNode ports = present.at("/spec/ports");
    JsonNode port = wanted.at("/spec/ports/0");
    boolean same =
        ports.size() == 1
            && port.properties().stream()
                .allMatch(each -> each.getValue().equals(ports.get(0).path(each.getKey())));
    if (!same) {
      additions.add("spec.ports");
    }
    return additions;
  }

  static void labels(ObjectNode metadata) {
    metadata
        .putObject("labels")
        .put(Names.MANAGED_BY_LABEL, Names.MANAGED_BY)
        .put(Names.OWNER_LABEL, Names.INJECTOR);
  }

  static boolean ours(JsonNode object) {
    return object.at("/metadata/labels").path(Names.OWNER_LABEL).asText().equals(Names.INJECTOR);
  }

  private static ObjectNode object(String namespace) {
    ObjectNode object = JSON.objectNode();
    object.put("apiVersion", "v1").put("kind", "Service");
    labels(object.putObject("metadata").put("name", NAME).put("namespace", namespace));
    return object;
  }

  private static ObjectNode spec(
      ObjectNode object, Map<String, String> selector, JsonNode targetPort) {
    ObjectNode spec = object.putObject("spec");
    spec.put("type", "ClusterIP")
        .put("ipFamilyPolicy", "SingleStack")
        .put("internalTrafficPolicy", "Cluster")
        .put("sessionAffinity", "None");
    if (!selector.isEmpty()) {
      ObjectNode labels = spec.putObject("selector");
      selector.forEach(labels::put);
    }
    spec.putArray("ports")
        .addObject()
        .put("name", "agentport")
        .put("protocol", "TCP")
        .put("port", Own.PORT)
        .set("targetPort", targetPort);
    return object.withObject("/spec");
  }

  private static void address(ObjectNode spec, String address) {
    spec.put("clusterIP", address);
    Family family = Range.address(address).map(Range::family).orElse(Family.IPV4);
    spec.putArray("ipFamilies").add(family.label());
  }
}
