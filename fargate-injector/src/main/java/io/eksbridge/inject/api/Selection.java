// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.openapi.Pair;
import java.util.List;

/// Which objects of a collection are watched. A server that does not know selectors sends more
/// than was asked for, so that each object is looked at once more.
public sealed interface Selection {
  /// All of them.
  record All() implements Selection {}

  /// The one of that name in each namespace, so that the right to it can be as narrow.
  record Named(String name) implements Selection {}

  /// The pods that this scheduler places.
  record Scheduled(String by) implements Selection {}

  /// Those with this label.
  record Labelled(String key, String value) implements Selection {}

  /// As the API server is asked.
  default List<Pair> query() {
    return switch (this) {
      case All() -> List.of();
      case Named(String name) -> List.of(new Pair("fieldSelector", "metadata.name=" + name));
      case Scheduled(String by) -> List.of(new Pair("fieldSelector", "spec.schedulerName=" + by));
      case Labelled(String key, String value) ->
          List.of(new Pair("labelSelector", key + "=" + value));
    };
  }

  /// Whether an object is one of them.
  default boolean takes(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return switch (this) {
      case All() -> true;
      case Named(String name) -> metadata.path("name").asText().equals(name);
      case Scheduled(String by) -> object.path("spec").path("schedulerName").asText().equals(by);
      case Labelled(String key, String value) ->
          metadata.path("labels").path(key).asText("").equals(value);
    };
  }
}
