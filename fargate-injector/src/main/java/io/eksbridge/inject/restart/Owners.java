// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.restart;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.fleet.FargatePod;
import io.eksbridge.inject.wave.Owner;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds who makes a pod anew: its StatefulSet, or the Deployment behind its ReplicaSet.
final class Owners {
  private static final String APPS = "apps/v1";

  private final ApiObjects objects;
  private final Map<String, Optional<Owner>> bySet = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  Owners(ApiObjects objects) {
    this.objects = objects;
  }

  /// The owner; empty where no restart is known that would do.
  Optional<Owner> of(FargatePod pod) throws IOException {
    if (pod.owner().isEmpty() || !pod.owner().get().apiVersion().equals(APPS)) {
      return Optional.empty();
    }
    FargatePod.Owner maker = pod.owner().get();
    return switch (maker.kind()) {
      case "StatefulSet" ->
          Optional.of(new Owner(maker.kind(), pod.namespace(), maker.name(), maker.uid()));
      case "ReplicaSet" -> ofSet(pod.namespace(), maker);
      default -> Optional.empty();
    };
  }

  /// Begins a pass: what the last did not ask for is forgotten.
  void pass() {
    bySet.keySet().retainAll(asked);
    asked.clear();
  }

  private Optional<Owner> ofSet(String namespace, FargatePod.Owner set) throws IOException {
    asked.add(set.uid());
    Optional<Owner> known = bySet.get(set.uid());
    if (known == null) {
      known =
          objects
              .get("/apis/apps/v1/namespaces/" + namespace + "/replicasets/" + set.name())
              .flatMap(object -> deployment(namespace, object));
      bySet.put(set.uid(), known);
    }
    return known;
  }

  private static Optional<Owner> deployment(String namespace, JsonNode set) {
    return set.at("/metadata/ownerReferences")
        .valueStream()
        .filter(each -> each.path("controller").asBoolean())
        .filter(each -> each.path("apiVersion").asText().equals(APPS))
        .filter(each -> each.path("kind").asText().equals("Deployment"))
        .map(
            each ->
                new Owner(
                    "Deployment", namespace, each.path("name").asText(), each.path("uid").asText()))
        .findFirst();
  }
}
