// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.address;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.service.Own;
import io.eksbridge.inject.service.Range;
import io.eksbridge.inject.service.Refusal;
import io.eksbridge.inject.service.View;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What there is in the cluster at one moment.
///
/// @param own the cluster agent's Service
/// @param stable the one beside it
/// @param memory of its address
/// @param ranges that Services have their addresses from, where the cluster says
/// @param listening whether a pod is ready behind it
record Surroundings(
    Own own,
    Optional<JsonNode> stable,
    Optional<JsonNode> memory,
    List<Range> ranges,
    boolean listening) {
  static Surroundings look(ApiObjects objects, AddressPlaces places, String service)
      throws IOException {
    List<JsonNode> services = items(objects, places.services());
    Optional<JsonNode> stable =
        services.stream()
            .filter(each -> each.at("/metadata/name").asText().equals(Names.STABLE_SERVICE))
            .findAny();
    return new Surroundings(
        Own.find(service, services),
        stable,
        objects.get(places.memory()),
        items(objects, AddressPlaces.RANGES).stream()
            .flatMap(each -> each.at("/spec/cidrs").valueStream())
            .flatMap(each -> Range.of(each.asText()).stream())
            .toList(),
        items(objects, places.slices()).stream().anyMatch(Surroundings::listens));
  }

  /// As the decision sees it.
  ///
  /// @param silent since when nobody is seen to listen, where nobody does
  View view(String namespace, Optional<Instant> silent, List<Refusal> refused, Instant now) {
    return new View(
        namespace,
        own,
        stable,
        memory,
        ranges,
        listening ? Optional.empty() : silent,
        refused,
        now);
  }

  /// A cluster that does not know the kind has none of them.
  private static List<JsonNode> items(ApiObjects objects, String path) throws IOException {
    return objects.get(path).stream().flatMap(list -> list.path("items").valueStream()).toList();
  }

  /// An endpoint of which nothing is said is ready.
  private static boolean listens(JsonNode slice) {
    return slice
            .at("/metadata/labels")
            .path("kubernetes.io/service-name")
            .asText()
            .equals(Names.STABLE_SERVICE)
        && slice
            .path("endpoints")
            .valueStream()
            .anyMatch(each -> each.at("/conditions/ready").asBoolean(true));
  }
}
