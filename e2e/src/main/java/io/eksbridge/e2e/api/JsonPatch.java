// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Performs a patch as RFC 6902 (`add`, `replace`, `remove`, `test`) or RFC 7386 (merge) says.
public final class JsonPatch {
  private JsonPatch() {}

  /// The document after all operations; the one given stays as it is.
  ///
  /// @throws IllegalArgumentException when an operation cannot be performed as written
  public static JsonNode apply(JsonNode document, JsonNode operations) {
    JsonNode patched = document.deepCopy();
    for (JsonNode operation : operations) {
      perform(patched, operation);
    }
    return patched;
  }

  /// `document` with `patch` merged into it: a null takes a field away.
  static JsonNode merge(JsonNode document, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch.deepCopy();
    }
    ObjectNode merged =
        document instanceof ObjectNode object ? object.deepCopy() : changes.objectNode();
    for (var field : changes.properties()) {
      if (field.getValue().isNull()) {
        merged.remove(field.getKey());
      } else {
        merged.set(field.getKey(), merge(merged.path(field.getKey()), field.getValue()));
      }
    }
    return merged;
  }

  private static void perform(JsonNode document, JsonNode operation) {
    JsonPointer path = JsonPointer.compile(operation.path("path").asText());
    JsonPointer last = path.last();
    if (last == null) {
      throw new IllegalArgumentException("the whole document cannot be patched");
    }
    JsonNode parent = document.at(path.head());
    String name = last.getMatchingProperty();
    JsonNode value = operation.path("value");
    switch (operation.path("op").asText()) {
      case "add" -> add(parent, name, value, path);
      case "replace" -> {
        present(document, path);
        replace(parent, name, value);
      }
      case "remove" -> {
        present(document, path);
        remove(parent, name);
      }
      case "test" -> {
        if (!document.at(path).equals(value)) {
          throw new IllegalArgumentException("testing value " + path + " failed");
        }
      }
      default -> throw new IllegalArgumentException("unknown operation " + operation.path("op"));
    }
  }

  private static void add(JsonNode parent, String name, JsonNode value, JsonPointer path) {
    switch (parent) {
      case ObjectNode object -> object.set(name, value.deepCopy());
      case ArrayNode array when name.equals("-") -> array.add(value.deepCopy());
      case ArrayNode array when index(name) <= array.size() ->
          array.insert(index(name), value.deepCopy());
      default -> throw new IllegalArgumentException("nothing to add to at " + path);
    }
  }

  private static void replace(JsonNode parent, String name, JsonNode value) {
    if (parent instanceof ArrayNode array) {
      array.set(index(name), value.deepCopy());
    } else {
      ((ObjectNode) parent).set(name, value.deepCopy());
    }
  }

  private static void remove(JsonNode parent, String name) {
    if (parent instanceof ArrayNode array) {
      array.remove(index(name));
    } else {
      ((ObjectNode) parent).remove(name);
    }
  }

  private static void present(JsonNode document, JsonPointer path) {
    if (document.at(path).isMissingNode()) {
      throw new IllegalArgumentException("nothing at " + path);
    }
  }

  private static int index(String name) {
    if (!name.matches("0|[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("not an index: " + name);
    }
    return Integer.parseInt(name);
  }
}
