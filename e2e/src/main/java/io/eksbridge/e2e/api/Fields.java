// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The fields of an object as paths: maps are walked, a list is one field (as an atomic list is).
final class Fields {
  private static final Set<String> IDENTITY = Set.of("apiVersion", "kind", "status");
  private static final Set<String> SYSTEM =
      Set.of(
          "name",
          "generateName",
          "namespace",
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "generation",
          "managedFields",
          "selfLink",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private Fields() {}

  /// Every field that a manager can own.
  static Set<List<String>> of(JsonNode object) {
    var paths = new LinkedHashSet<List<String>>();
    collect(object, new ArrayList<>(), paths);
    paths.removeIf(Fields::isSystem);
    return paths;
  }

  /// The value at `path`, missing when there is none.
  static JsonNode at(JsonNode object, List<String> path) {
    JsonNode value = object;
    for (String name : path) {
      value = value.path(name);
    }
    return value;
  }

  static void set(ObjectNode object, List<String> path, JsonNode value) {
    ObjectNode parent = object;
    for (String name : path.subList(0, path.size() - 1)) {
      parent = parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
    }
    parent.set(path.getLast(), value.deepCopy());
  }

  /// Takes the field out, and the maps that are empty without it.
  static void remove(ObjectNode object, List<String> path) {
    if (Fields.at(object, path.subList(0, path.size() - 1)) instanceof ObjectNode parent) {
      parent.remove(path.getLast());
      if (parent.isEmpty() && path.size() > 1) {
        remove(object, path.subList(0, path.size() - 1));
      }
    }
  }

  /// As `managedFields` writes paths: nested maps of `f:` names.
  static ObjectNode encode(Set<List<String>> paths) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (List<String> path : paths) {
      ObjectNode node = root;
      for (String name : path) {
        node = node.withObjectProperty("f:" + name);
      }
    }
    return root;
  }

  static Set<List<String>> decode(JsonNode fields) {
    var paths = new LinkedHashSet<List<String>>();
    decode(fields, new ArrayList<>(), paths);
    return paths;
  }

  private static void collect(JsonNode value, List<String> path, Set<List<String>> paths) {
    if (value.isObject() && !value.isEmpty()) {
      for (var field : value.properties()) {
        path.add(field.getKey());
        collect(field.getValue(), path, paths);
        path.removeLast();
      }
    } else if (!path.isEmpty()) {
      paths.add(List.copyOf(path));
    }
  }

  private static void decode(JsonNode fields, List<String> path, Set<List<String>> paths) {
    if (fields.isEmpty() && !path.isEmpty()) {
      paths.add(List.copyOf(path));
    }
    for (var field : fields.properties()) {
      path.add(field.getKey().substring(2));
      decode(field.getValue(), path, paths);
      path.removeLast();
    }
  }

  private static boolean isSystem(List<String> path) {
    return IDENTITY.contains(path.getFirst())
        || path.equals(List.of("metadata"))
        || (path.getFirst().equals("metadata") && SYSTEM.contains(path.get(1)));
  }
}
