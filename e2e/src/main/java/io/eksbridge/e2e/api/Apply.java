// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.e2e.api.Ownership.Owner;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Server-side apply: the object with a manager's fields in it, without those that this manager
/// alone held before, and who holds what from then on.
record Apply(ObjectNode object, Ownership ownership) {

  static Apply of(Target target, JsonNode before, ObjectNode wanted, Writes.Options options) {
    if (!target.kind().appliable || wanted.has("stringData")) {
      throw ApiFailure.unsupported(
          "the embedded API does not know how to apply this " + target.kind().title);
    }
    if (wanted.path("metadata").has("managedFields")) {
      throw ApiFailure.badRequest("metadata.managedFields must be nil");
    }
    var me = new Owner(options.manager(), Owner.APPLY);
    Ownership ownership = Ownership.of(before);
    Set<List<String>> mine = Fields.of(wanted);
    Set<List<String>> contested =
        contested(target, before, wanted, mine, ownership, me, options.force());
    ObjectNode object = before instanceof ObjectNode live ? live.deepCopy() : identity(wanted);
    for (List<String> path : ownership.of(me)) {
      if (!mine.contains(path) && ownership.holders(path, me).isEmpty()) {
        Fields.remove(object, path);
      }
    }
    mine.stream()
        .filter(path -> !isOpenMap(Fields.at(wanted, path), Fields.at(object, path)))
        .forEach(path -> Fields.set(object, path, Fields.at(wanted, path)));
    ownership.drop(contested);
    ownership.hold(me, mine);
    return new Apply(object, ownership);
  }

  /// The fields that others hold with another value.
  private static Set<List<String>> contested(
      Target target,
      JsonNode before,
      JsonNode wanted,
      Set<List<String>> mine,
      Ownership ownership,
      Owner me,
      boolean force) {
    Map<List<String>, List<Owner>> conflicts = new LinkedHashMap<>();
    for (List<String> path : mine) {
      List<Owner> holders = ownership.holders(path, me);
      if (!holders.isEmpty() && !Fields.at(before, path).equals(Fields.at(wanted, path))) {
        conflicts.put(path, holders);
      }
    }
    if (!conflicts.isEmpty() && !force) {
      var failure =
          ApiFailure.of(
              409,
              "Conflict",
              target,
              "Apply failed with %d conflict%s: %s"
                  .formatted(
                      conflicts.size(),
                      conflicts.size() == 1 ? "" : "s",
                      conflicts.entrySet().stream()
                          .map(
                              entry ->
                                  with(entry.getValue().getFirst()) + ": " + dotted(entry.getKey()))
                          .collect(Collectors.joining(", "))));
      conflicts.forEach(
          (path, holders) ->
              failure.cause("FieldManagerConflict", with(holders.getFirst()), dotted(path)));
      throw failure;
    }
    return new HashSet<>(conflicts.keySet());
  }

  /// An empty map applied to a map owns the map, not what others have in it.
  private static boolean isOpenMap(JsonNode wanted, JsonNode live) {
    return wanted.isObject() && wanted.isEmpty() && live.isObject();
  }

  private static ObjectNode identity(ObjectNode wanted) {
    ObjectNode object = wanted.objectNode();
    object.set("apiVersion", wanted.path("apiVersion"));
    object.set("kind", wanted.path("kind"));
    object.putObject("metadata");
    return object;
  }

  private static String with(Owner owner) {
    String using = owner.operation().equals(Owner.APPLY) ? "" : " using v1";
    return "conflict with \"" + owner.manager() + "\"" + using;
  }

  private static String dotted(List<String> path) {
    return "." + String.join(".", path);
  }
}
