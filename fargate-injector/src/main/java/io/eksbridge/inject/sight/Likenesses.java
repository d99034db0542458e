// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.sight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/// What the rules look at of pods without an Agent, packed, and once for all that look alike: the
/// pods of one owner differ by their names, their nodes and the volume of their tokens.
final class Likenesses {
  private static final Set<String> METADATA = Set.of("labels", "annotations", "ownerReferences");
  private static final Set<String> OF_ONE_POD = Set.of("nodeName", "hostname");
  private static final String TOKEN = "kube-api-access-";

  private final Map<Packed, WeakReference<Packed>> known = new WeakHashMap<>();

  /// What is kept of this pod.
  Packed of(JsonNode pod) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    kept.set("metadata", fields(pod.path("metadata"), METADATA, true));
    ObjectNode spec = fields(pod.path("spec"), OF_ONE_POD, false).deepCopy();
    rename(spec.path("volumes"));
    for (String containers : List.of("containers", "initContainers")) {
      spec.path(containers).forEach(each -> rename(each.path("volumeMounts")));
    }
    kept.set("spec", spec);
    return once(Packed.of(kept));
  }

  private synchronized Packed once(Packed packed) {
    WeakReference<Packed> before = known.get(packed);
    Packed alike = before == null ? null : before.get();
    if (alike == null) {
      known.put(packed, new WeakReference<>(packed));
      return packed;
    }
    return alike;
  }

  private static ObjectNode fields(JsonNode object, Set<String> names, boolean these) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    object.properties().stream()
        .filter(each -> names.contains(each.getKey()) == these)
        .forEach(each -> fields.set(each.getKey(), each.getValue()));
    return fields;
  }

  /// The API server gives the volume of the token a name of its own in each pod.
  private static void rename(JsonNode named) {
    for (JsonNode each : named) {
      if (each instanceof ObjectNode object && each.path("name").asText().startsWith(TOKEN)) {
        object.set("name", TextNode.valueOf(TOKEN));
      }
    }
  }
}
