// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.e2e.api.Store.Change;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A watch: the changes of a collection from a version on, one event a line, until its time is up.
record Watching(
    Store store,
    Target collection,
    Predicate<JsonNode> wanted,
    long since,
    boolean bookmarks,
    long seconds) {
  private static final long BOOKMARK_NANOS = TimeUnit.SECONDS.toNanos(60);

  /// Where the events go.
  interface Sink {
    void send(JsonNode event) throws IOException;
  }

  void run(Sink sink, java.util.function.UnaryOperator<ObjectNode> form)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long seen = since;
    if (seen == 0) {
      synchronized (store) {
        seen = store.version();
        for (ObjectNode object : store.list(collection)) {
          if (wanted.test(object)) {
            sink.send(event("ADDED", form.apply(object)));
          }
        }
      }
    }
    while (!store.closed() && System.nanoTime() < end) {
      long wait = Math.min(BOOKMARK_NANOS, end - System.nanoTime());
      Optional<List<Change>> changes = store.after(seen, wait);
      if (changes.isEmpty()) {
        sink.send(event("ERROR", expired(seen).status()));
        return;
      }
      for (Change change : changes.get()) {
        seen = change.version();
        String type = type(change);
        if (!type.isEmpty()) {
          sink.send(event(type, form.apply(change.object())));
        }
      }
      if (changes.get().isEmpty() && bookmarks && !store.closed()) {
        sink.send(event("BOOKMARK", bookmark(seen)));
      }
    }
  }

  /// What the change is to someone who sees only the selected objects; empty for nothing.
  private String type(Change change) {
    if (!collection.covers(change.target())) {
      return "";
    }
    boolean before = change.before() != null && wanted.test(change.before());
    boolean after = !change.deleted() && wanted.test(change.object());
    if (before) {
      return after ? "MODIFIED" : "DELETED";
    }
    return after ? "ADDED" : "";
  }

  private ObjectNode bookmark(long version) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", collection.kind().title).put("apiVersion", "v1");
    object.putObject("metadata").put("resourceVersion", String.valueOf(version));
    return object;
  }

  private static ApiFailure expired(long since) {
    return new ApiFailure(410, "Expired", "too old resource version: " + since);
  }

  private static ObjectNode event(String type, JsonNode object) {
    return JsonNodeFactory.instance.objectNode().put("type", type).set("object", object);
  }
}
