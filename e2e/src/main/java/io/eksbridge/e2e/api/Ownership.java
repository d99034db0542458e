// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who set which fields: an object's `metadata.managedFields`, read and written.
final class Ownership {
  /// A manager applies, or writes otherwise (`Update`); the two are told apart.
  record Owner(String manager, String operation) {
    static final String APPLY = "Apply";
    static final String UPDATE = "Update";
  }

  private final Map<Owner, Set<List<String>>> fields = new LinkedHashMap<>();
  private final Map<Owner, String> times = new LinkedHashMap<>();

  static Ownership of(JsonNode object) {
    var ownership = new Ownership();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      var owner = new Owner(entry.path("manager").asText(), entry.path("operation").asText());
      ownership.fields.put(owner, Fields.decode(entry.path("fieldsV1")));
      ownership.times.put(owner, entry.path("time").asText());
    }
    return ownership;
  }

  Set<List<String>> of(Owner owner) {
    return fields.getOrDefault(owner, Set.of());
  }

  /// The others that hold `path`.
  List<Owner> holders(List<String> path, Owner except) {
    return fields.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(except) && entry.getValue().contains(path))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// `owner` holds exactly `paths` from now on.
  void hold(Owner owner, Set<List<String>> paths) {
    fields.put(owner, new LinkedHashSet<>(paths));
  }

  /// `owner` holds `paths` too, and nobody else any longer.
  void take(Owner owner, Set<List<String>> paths) {
    drop(paths);
    fields.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).addAll(paths);
  }

  void drop(Set<List<String>> paths) {
    fields.values().forEach(held -> held.removeAll(paths));
  }

  /// Writes itself into `object`; an entry that holds what it held keeps its time.
  void write(ObjectNode object, JsonNode before, Set<List<String>> changed, String now) {
    Ownership old = of(before);
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata.remove("managedFields");
    var entries = JsonNodeFactory.instance.arrayNode();
    fields.forEach(
        (owner, paths) -> {
          if (!paths.isEmpty()) {
            boolean same =
                old.of(owner).equals(paths) && paths.stream().noneMatch(changed::contains);
            entries
                .addObject()
                .put("manager", owner.manager())
                .put("operation", owner.operation())
                .put("apiVersion", "v1")
                .put("time", same ? old.times.getOrDefault(owner, now) : now)
                .put("fieldsType", "FieldsV1")
                .set("fieldsV1", Fields.encode(paths));
          }
        });
    if (!entries.isEmpty()) {
      metadata.set("managedFields", entries);
    }
  }
}
