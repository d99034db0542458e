// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// An ordered JSON patch (RFC 6902) of the three operations that we need.
///
/// @param operations in the order in which they are applied
public record JsonPatch(List<Operation> operations) {
  /// Keeps a copy of the operations.
  public JsonPatch {
    operations = List.copyOf(operations);
  }

  /// One step.
  public sealed interface Operation {
    /// Where, as a JSON pointer.
    String path();
  }

  /// Puts a value at a new place, or into an array before its index, or at its end (`-`).
  public record Add(String path, JsonNode value) implements Operation {}

  /// Puts a value in the place of another.
  public record Replace(String path, JsonNode value) implements Operation {}

  /// Takes a value away.
  public record Remove(String path) implements Operation {}

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return operations.isEmpty();
  }

  /// The patch as it is sent.
  public ArrayNode json() {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Operation operation : operations) {
      ObjectNode step = json.addObject();
      switch (operation) {
        case Add(var path, var value) ->
            step.put("op", "add").put("path", path).set("value", value);
        case Replace(var path, var value) ->
            step.put("op", "replace").put("path", path).set("value", value);
        case Remove(var path) -> step.put("op", "remove").put("path", path);
      }
    }
    return json;
  }

  /// A copy of the document with the patch applied.
  public JsonNode applyTo(JsonNode document) {
    JsonNode patched = document.deepCopy();
    for (Operation operation : operations) {
      int slash = operation.path().lastIndexOf('/');
      String key = unescape(operation.path().substring(slash + 1));
      JsonNode parent = patched.at(operation.path().substring(0, slash));
      switch (parent) {
        case ObjectNode object -> apply(operation, object, key);
        case ArrayNode array -> apply(operation, array, key);
        case JsonNode _ -> throw new IllegalArgumentException("no parent of " + operation.path());
      }
    }
    return patched;
  }

  /// A JSON pointer to what lies under these names.
  static String pointer(Object... names) {
    var pointer = new StringBuilder();
    for (Object name : names) {
      pointer.append('/').append(name.toString().replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }

  private static void apply(Operation operation, ObjectNode parent, String key) {
    switch (operation) {
      case Add(_, var value) -> parent.set(key, value.deepCopy());
      case Replace(_, var value) -> parent.set(key, value.deepCopy());
      case Remove _ -> parent.remove(key);
    }
  }

  private static void apply(Operation operation, ArrayNode parent, String key) {
    int index = key.equals("-") ? parent.size() : Integer.parseInt(key);
    switch (operation) {
      case Add(_, var value) -> parent.insert(index, value.deepCopy());
      case Replace(_, var value) -> parent.set(index, value.deepCopy());
      case Remove _ -> parent.remove(index);
    }
  }

  private static String unescape(String name) {
    return name.replace("~1", "/").replace("~0", "~");
  }
}
