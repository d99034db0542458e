// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.mount.OpenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Deletes folders with all that is in them, folder by folder that is held: no link is followed,
/// and none is too deep.
final class Clearing {
  private static final int DEEP = 48;

  private final OpenFile top;
  private int lifted;

  private Clearing(OpenFile top) {
    this.top = top;
  }

  /// Deletes what lies there, if anything does.
  static void remove(Path place) throws IOException {
    try (OpenFile held = OpenFile.at(place.resolveSibling("."))) {
      remove(held, List.of(String.valueOf(place.getFileName())), Set.of());
    }
  }

  /// Deletes the last of those names in the folder that it lies in, except what lies at or on the
  /// way to those paths.
  static void remove(OpenFile folder, List<String> names, Set<List<String>> except)
      throws IOException {
    if (except.contains(names)) {
      return;
    }
    String name = names.getLast();
    Optional<OpenFile> inside = folder.folder(name);
    boolean kept = false;
    if (inside.isPresent()) {
      try (OpenFile held = inside.get()) {
        kept = clear(held, names, except);
      }
    }
    if (!kept) {
      Files.deleteIfExists(folder.magic().resolve(name));
    }
  }

  /// Deletes all in a folder with the same exceptions; the answer is whether anything stayed.
  static boolean clear(OpenFile folder, List<String> names, Set<List<String>> except)
      throws IOException {
    if (except.isEmpty()) {
      var clearing = new Clearing(folder);
      do {
        clearing.empty(folder, 0);
      } while (!names(folder).isEmpty()); // what lay deep was lifted
      return false;
    }
    boolean kept = false;
    for (String name : names(folder)) {
      List<String> whole = Stream.concat(names.stream(), Stream.of(name)).toList();
      if (except.contains(whole)) {
        kept = true;
      } else {
        remove(folder, whole, except);
        kept |= Files.exists(folder.magic().resolve(name), java.nio.file.LinkOption.NOFOLLOW_LINKS);
      }
    }
    return kept;
  }

  private void empty(OpenFile folder, int depth) throws IOException {
    for (String name : names(folder)) {
      Path place = folder.magic().resolve(name);
      Optional<OpenFile> inside = folder.folder(name);
      if (inside.isPresent()) {
        try (OpenFile held = inside.get()) {
          if (depth == DEEP) {
            lifted++;
            Files.move(place, top.magic().resolve("lifted-" + lifted + "-" + System.nanoTime()));
            continue;
          }
          empty(held, depth + 1);
        }
      }
      Files.deleteIfExists(place);
    }
  }

  private static List<String> names(OpenFile folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder.magic())) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
    }
  }
}
