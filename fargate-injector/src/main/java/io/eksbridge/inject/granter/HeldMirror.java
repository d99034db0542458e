// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.access.Held;
import io.eksbridge.inject.api.Reflection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The roles, or the bindings, under names of ours. What we write is known at once: what the watch
/// tells of it later is old news.
///
/// @param <T> roles or bindings
final class HeldMirror<T extends Held.Thing> implements Reflection<HeldMirror.Seen<T>> {
  private static final int REMEMBERED = 4096;

  private final Function<JsonNode, Optional<T>> reader;
  private final Runnable changed;
  private final Map<String, Seen<T>> byName = new HashMap<>();
  private final Map<String, Boolean> deleted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  HeldMirror(Function<JsonNode, Optional<T>> reader, Runnable changed) {
    this.reader = reader;
    this.changed = changed;
  }

  /// One of them, at a version that grows with each write.
  record Seen<T>(T thing, long version) {}

  synchronized Map<String, T> things() {
    var things = new HashMap<String, T>();
    byName.forEach((name, seen) -> things.put(name, seen.thing()));
    return things;
  }

  /// As the API server answered a write of ours.
  void wrote(JsonNode answer) {
    read(answer).ifPresent(this::put);
  }

  /// We deleted this one.
  synchronized void deleted(String name, String uid) {
    deleted.put(uid, true);
    byName.computeIfPresent(name, (_, seen) -> seen.thing().uid().equals(uid) ? null : seen);
  }

  @Override
  public Optional<Seen<T>> read(JsonNode object) {
    long version = object.path("metadata").path("resourceVersion").asLong();
    return reader.apply(object).map(thing -> new Seen<>(thing, version));
  }

  @Override
  public void replace(List<Seen<T>> objects) {
    synchronized (this) {
      byName.clear();
      objects.forEach(each -> byName.put(each.thing().name(), each));
      deleted.clear();
    }
    changed.run();
  }

  @Override
  public void put(Seen<T> seen) {
    synchronized (this) {
      Seen<T> known = byName.get(seen.thing().name());
      boolean old =
          deleted.containsKey(seen.thing().uid())
              || (known != null && known.version() >= seen.version());
      if (old) {
        return;
      }
      byName.put(seen.thing().name(), seen);
    }
    changed.run();
  }

  @Override
  public void remove(Seen<T> seen) {
    synchronized (this) {
      byName.computeIfPresent(
          seen.thing().name(),
          (_, known) -> known.thing().uid().equals(seen.thing().uid()) ? null : known);
    }
    changed.run();
  }
}
