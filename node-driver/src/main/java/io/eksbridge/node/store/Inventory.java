// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.library.Retention.Stored;
import io.eksbridge.node.library.StorePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is in the store, complete or not.
public final class Inventory {
  private static final int DIGITS = 64; // of a key; what follows is the form

  private final Path store;

  Inventory(Path store) {
    this.store = store;
  }

  /// A library in the store.
  ///
  /// @param name of its package; empty where that is not known
  /// @param stored what decides how long it stays
  public record Entry(String name, Stored stored) {}

  /// All libraries, with those of these keys as kept.
  public List<Entry> entries(Set<String> kept) {
    try {
      List<Entry> entries = new ArrayList<>();
      if (!Files.isDirectory(store)) {
        return entries;
      }
      for (Path each : Scratch.list(store)) {
        String key = String.valueOf(each.getFileName());
        if (StorePlace.isKey(key)) {
          Optional<Marker> marker = Marker.of(each);
          Path dated = marker.isPresent() ? each.resolve(Marker.FILE) : each;
          Instant used =
              marker.isPresent() ? Files.getLastModifiedTime(dated).toInstant() : Instant.EPOCH;
          long bytes = marker.isPresent() ? marker.get().bytes() : DiskUse.files(each);
          entries.add(
              new Entry(
                  marker.map(Marker::name).orElse(""),
                  new Stored(key, bytes, used, kept.contains(key))));
        }
      }
      return entries;
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// The digests of all images of which something is there.
  public Set<String> digests() {
    return entries(Set.of()).stream()
        .map(entry -> "sha256:" + entry.stored().key().substring(0, DIGITS))
        .collect(Collectors.toUnmodifiableSet());
  }
}
