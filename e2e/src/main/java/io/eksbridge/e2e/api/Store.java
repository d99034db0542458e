// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The objects as they are and the changes that led there, under one counter. What is stored is
/// never changed in place.
final class Store {
  /// One write: the object after it (also of a deletion, with its last version) and before it.
  record Change(
      long version,
      Target target,
      boolean deleted,
      @Nullable ObjectNode before,
      ObjectNode object) {}

  private static final Comparator<Target> ORDER =
      Comparator.comparing(Target::kind)
          .thenComparing(Target::namespace)
          .thenComparing(Target::name);

  private final SortedMap<Target, ObjectNode> objects = new TreeMap<>(ORDER);
  private final List<Change> changes = new ArrayList<>();
  private final int remembered;
  private long version = 1;
  private long forgotten = 1;
  private boolean closed;

  Store(int remembered) {
    this.remembered = remembered;
  }

  synchronized long version() {
    return version;
  }

  synchronized Optional<ObjectNode> get(Target target) {
    return Optional.ofNullable(objects.get(target));
  }

  synchronized List<ObjectNode> list(Target collection) {
    return objects.entrySet().stream()
        .filter(entry -> collection.covers(entry.getKey()))
        .map(java.util.Map.Entry::getValue)
        .toList();
  }

  synchronized ObjectNode put(Target target, ObjectNode object) {
    ObjectNode before = objects.get(target);
    ObjectNode stored = numbered(object);
    objects.put(target, stored);
    remember(new Change(version, target, false, before, stored));
    return stored;
  }

  synchronized void remove(Target target) {
    ObjectNode before = objects.remove(target);
    if (before != null) {
      remember(new Change(version + 1, target, true, before, numbered(before)));
    }
  }

  /// The changes after `since`, as soon as there are some; none when the time is up or the API
  /// ends, nothing when they are forgotten.
  synchronized Optional<List<Change>> after(long since, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (version <= since && !closed) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        break;
      }
      wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }
    return since < forgotten
        ? Optional.empty()
        : Optional.of(changes.stream().filter(change -> change.version() > since).toList());
  }

  synchronized boolean closed() {
    return closed;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private ObjectNode numbered(ObjectNode object) {
    version++;
    ObjectNode stored = object.deepCopy();
    stored.withObjectProperty("metadata").put("resourceVersion", String.valueOf(version));
    return stored;
  }

  private void remember(Change change) {
    changes.add(change);
    if (changes.size() > remembered) {
      forgotten = changes.removeFirst().version();
    }
    notifyAll();
  }
}
