// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.e2e.api.Ownership.Owner;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Changes objects by the API's rules: versions, preconditions, owners of fields, dry runs.
final class Writes {
  /// How a write was asked for.
  record Options(String manager, boolean force, boolean dryRun) {}

  private final Store store;
  private final Admission admission;
  private final Clock clock;

  Writes(Store store, Clock clock) {
    this.store = store;
    this.admission = new Admission(store);
    this.clock = clock;
  }

  ObjectNode create(Target collection, ObjectNode object, Options options) {
    synchronized (store) {
      Target target = identify(collection, object);
      if (store.get(target).isPresent()) {
        String why = "%s \"%s\" already exists".formatted(target.kind().plural, target.name());
        throw ApiFailure.of(409, "AlreadyExists", target, why);
      }
      var ownership = new Ownership();
      ownership.take(new Owner(options.manager(), Owner.UPDATE), Fields.of(object));
      return commit(target, MissingNode.getInstance(), object, ownership, options);
    }
  }

  ObjectNode update(Target target, ObjectNode object, Options options) {
    synchronized (store) {
      ObjectNode before = store.get(target).orElseThrow(() -> ApiFailure.notFound(target));
      identify(target, object);
      unchanged(target, before, object.path("metadata"));
      keep(before, object);
      Set<List<String>> changed = changed(before, object);
      Ownership ownership = Ownership.of(before);
      Set<List<String>> gone = new HashSet<>(Fields.of(before));
      gone.removeAll(Fields.of(object));
      ownership.drop(gone);
      changed.removeAll(gone);
      ownership.take(new Owner(options.manager(), Owner.UPDATE), changed);
      return commit(target, before, object, ownership, options);
    }
  }

  ObjectNode apply(Target target, ObjectNode wanted, Options options) {
    synchronized (store) {
      identify(target, wanted);
      JsonNode before =
          store.get(target).map(JsonNode.class::cast).orElse(MissingNode.getInstance());
      unchanged(target, before, wanted.path("metadata"));
      var applied = Apply.of(target, before, wanted, options);
      return commit(target, before, applied.object(), applied.ownership(), options);
    }
  }

  /// The object as it was, or the namespace that is being terminated.
  ObjectNode delete(Target target, JsonNode preconditions, Options options) {
    synchronized (store) {
      ObjectNode before = store.get(target).orElseThrow(() -> ApiFailure.notFound(target));
      unchanged(target, before, preconditions);
      if (target.kind() == Kind.NAMESPACE) {
        ObjectNode ending = before.deepCopy();
        ending.withObjectProperty("metadata").put("deletionTimestamp", now());
        ending.withObjectProperty("status").put("phase", "Terminating"); // no controller ends it
        return before.path("metadata").has("deletionTimestamp") || options.dryRun()
            ? before
            : store.put(target, ending);
      }
      if (!options.dryRun()) {
        store.remove(target);
      }
      return before;
    }
  }

  private ObjectNode commit(
      Target target, JsonNode before, ObjectNode object, Ownership ownership, Options options) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata.put("name", target.name());
    if (target.kind().namespaced) {
      metadata.put("namespace", target.namespace());
    }
    JsonNode had = before.path("metadata");
    metadata.put("uid", had.path("uid").asText(UUID.randomUUID().toString()));
    metadata.put("creationTimestamp", had.path("creationTimestamp").asText(now()));
    ObjectNode admitted = admission.admit(target, before, object);
    ownership.write(admitted, before, changed(before, admitted), now());
    metadata.set(
        "resourceVersion",
        had.path("resourceVersion").isMissingNode()
            ? JsonNodeFactory.instance.textNode("")
            : had.path("resourceVersion"));
    if (admitted.equals(before) || options.dryRun()) {
      return admitted;
    }
    return store.put(target, admitted);
  }

  /// Checks what an object says about itself against where it was sent, and names it.
  private static Target identify(Target target, ObjectNode object) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    String prefix = metadata.path("generateName").asText();
    String name = metadata.path("name").asText();
    if (name.isEmpty() && !prefix.isEmpty() && target.isCollection()) {
      name = prefix + UUID.randomUUID().toString().substring(0, 5);
    }
    boolean kind =
        object.path("kind").asText().equals(target.kind().title)
            && object.path("apiVersion").asText().equals("v1");
    String namespace = metadata.path("namespace").asText(target.namespace());
    if (!kind || !(target.isCollection() || name.equals(target.name()) || name.isEmpty())) {
      throw ApiFailure.badRequest(
          "the object's apiVersion, kind or name is not that of the request");
    }
    if (!namespace.equals(target.namespace())) {
      throw ApiFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return target.isCollection() ? target.named(name) : target;
  }

  /// Holds the preconditions that a request names: uid and version.
  private static void unchanged(Target target, JsonNode before, JsonNode expected) {
    for (String field : List.of("uid", "resourceVersion")) {
      String value = expected.path(field).asText();
      if (!value.isEmpty() && !value.equals(before.path("metadata").path(field).asText())) {
        throw ApiFailure.conflict(
            target, "the object has been modified; " + field + " is not " + value);
      }
    }
  }

  /// What a client cannot take away by leaving it out.
  private static void keep(ObjectNode before, ObjectNode object) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    if (before.path("metadata").has("deletionTimestamp")) {
      metadata.set("deletionTimestamp", before.path("metadata").path("deletionTimestamp"));
    }
    if (before.has("status")) {
      object.set("status", before.path("status"));
    }
  }

  private static Set<List<String>> changed(JsonNode before, JsonNode after) {
    var paths = new HashSet<>(Fields.of(before));
    paths.addAll(Fields.of(after));
    paths.removeIf(path -> Fields.at(before, path).equals(Fields.at(after, path)));
    return paths;
  }

  private String now() {
    return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
