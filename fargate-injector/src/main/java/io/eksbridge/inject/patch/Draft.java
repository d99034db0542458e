// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A patch in the making: each step is the smallest that does it, with parents where none are.
final class Draft {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<JsonPatch.Operation> operations = new ArrayList<>();

  JsonPatch patch() {
    return new JsonPatch(operations);
  }

  /// Adds to the end of an array, which need not be there yet.
  void append(String path, JsonNode present, List<? extends JsonNode> values) {
    if (values.isEmpty()) {
      return;
    }
    if (present instanceof ArrayNode) {
      values.forEach(value -> operations.add(new JsonPatch.Add(path + "/-", value)));
    } else {
      operations.add(new JsonPatch.Add(path, JSON.arrayNode().addAll(values)));
    }
  }

  /// Adds to the beginning of an array, in this order; the array need not be there yet.
  void prepend(String path, JsonNode present, List<? extends JsonNode> values) {
    if (present instanceof ArrayNode) {
      values.reversed().forEach(value -> operations.add(new JsonPatch.Add(path + "/0", value)));
    } else {
      append(path, present, values);
    }
  }

  /// Sets a member that is new or null.
  void add(String path, JsonNode value) {
    operations.add(new JsonPatch.Add(path, value));
  }

  /// Sets a member that is there.
  void replace(String path, JsonNode value) {
    operations.add(new JsonPatch.Replace(path, value));
  }

  /// Takes the elements of these names out of an array, the last first, so that the others keep
  /// their places.
  void removeNamed(String path, JsonNode present, Set<String> names) {
    if (!names.isEmpty()) {
      remove(path, present, each -> names.contains(each.path("name").asText()));
    }
  }

  /// Takes such elements out of an array, the last first.
  void remove(String path, JsonNode present, Predicate<JsonNode> which) {
    for (int index = present.size() - 1; index >= 0; index--) {
      if (which.test(present.get(index))) {
        operations.add(new JsonPatch.Remove(path + "/" + index));
      }
    }
  }

  /// Sets the members of an object that have another value, and the object where it is not there.
  void entries(String path, JsonNode present, Map<String, String> wanted) {
    var missing = new LinkedHashMap<>(wanted);
    missing
        .entrySet()
        .removeIf(entry -> present.path(entry.getKey()).asText("").equals(entry.getValue()));
    if (missing.isEmpty()) {
      return;
    }
    if (present instanceof ObjectNode) {
      missing.forEach(
          (key, value) -> {
            String place = path + JsonPatch.pointer(key);
            JsonNode text = JSON.textNode(value);
            operations.add(
                present.has(key)
                    ? new JsonPatch.Replace(place, text)
                    : new JsonPatch.Add(place, text));
          });
    } else {
      ObjectNode object = JSON.objectNode();
      missing.forEach(object::put);
      operations.add(new JsonPatch.Add(path, object));
    }
  }
}
