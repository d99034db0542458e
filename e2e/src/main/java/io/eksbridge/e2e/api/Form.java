// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/// In which form objects are answered: whole, or their metadata only, as `Accept` asks.
enum Form {
  WHOLE,
  METADATA;

  static Form accepted(String header) {
    String accept = header.toLowerCase(Locale.ROOT).replace(" ", "");
    if (accept.contains("as=partialobjectmetadata")) {
      return METADATA;
    }
    boolean json =
        accept.isEmpty() || accept.contains("application/json") || accept.contains("*/*");
    if (!json || accept.contains("as=")) {
      throw new ApiFailure(406, "NotAcceptable", "only application/json is served here");
    }
    return WHOLE;
  }

  ObjectNode of(ObjectNode object) {
    return switch (this) {
      case WHOLE -> object;
      case METADATA -> metadata(object);
    };
  }

  ObjectNode list(Target collection, List<? extends JsonNode> items, long version) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    switch (this) {
      case WHOLE -> list.put("kind", collection.kind().title + "List").put("apiVersion", "v1");
      case METADATA ->
          list.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
    }
    list.putObject("metadata").put("resourceVersion", String.valueOf(version));
    items.forEach(list.putArray("items")::add);
    return list;
  }

  private static ObjectNode metadata(ObjectNode object) {
    ObjectNode partial = JsonNodeFactory.instance.objectNode();
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    return partial.set("metadata", object.path("metadata"));
  }
}
