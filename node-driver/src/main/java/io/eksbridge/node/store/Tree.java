// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.mount.FileMaker;
import io.eksbridge.node.mount.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A folder that an image is unpacked into. Each name is made in a folder that was reached from the
/// root without following a link and is held: an image's own links lead nowhere while it is
/// unpacked.
final class Tree implements AutoCloseable {
  private static final int USUAL_FOLDER = 0755;

  private final OpenFile root;
  private final Map<List<String>, Attributes> folders = new LinkedHashMap<>();
  private final FileMaker maker;
  private List<String> way = List.of();
  private @Nullable OpenFile reached;
  private boolean altered;

  private record Attributes(int mode, FileTime changed) {}

  Tree(Path root) {
    this.root = OpenFile.at(root);
    this.maker = new FileMaker(); // last: where there is no root, its memory would stay
  }

  /// A folder; one that is there stays, and whatever else is there goes.
  void folder(List<String> names, int mode, FileTime changed) throws IOException {
    if (!names.isEmpty()) {
      make(parent(names), names);
      folders.put(names, new Attributes(mode, changed));
    }
  }

  private void make(Path folder, List<String> names) throws IOException {
    Path place = folder.resolve(names.getLast());
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      altered |= Files.deleteIfExists(place);
      Files.createDirectory(place);
      Files.setAttribute(place, "unix:mode", USUAL_FOLDER);
    }
  }

  /// A file with what that stream has.
  void file(List<String> names, int mode, Instant changed, InputStream content) throws IOException {
    if (!maker.make(held(names), names.getLast(), mode, changed, content)) {
      var _ = vacated(names); // hardly ever is something there: it is not looked for before
      if (!maker.make(held(names), names.getLast(), mode, changed, content)) {
        throw new FileAlreadyExistsException(names.getLast());
      }
    }
  }

  /// A link, with its text as it is.
  void link(List<String> names, String text, FileTime changed) throws IOException {
    Path place = vacated(names);
    Files.createSymbolicLink(place, Path.of(text));
    Files.getFileAttributeView(place, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(changed, null, null);
  }

  /// A further name of a file that is there; false where it is not.
  boolean sameFile(List<String> names, List<String> as) throws IOException {
    Optional<OpenFile> folder = descend(as.subList(0, as.size() - 1));
    if (folder.isEmpty()) {
      return false;
    }
    try (OpenFile held = folder.get()) {
      Path there = held.magic().resolve(as.getLast());
      if (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)
          || Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      if (!names.equals(as)) {
        Files.createLink(vacated(names), there);
        altered = true;
      }
      return true;
    }
  }

  /// Takes away what is there, except what lies at or on the way to these paths.
  void remove(List<String> names, Set<List<String>> except) throws IOException {
    altered = true;
    forget();
    Optional<OpenFile> folder = descend(names.subList(0, names.size() - 1));
    if (folder.isPresent()) {
      try (OpenFile held = folder.get()) {
        Clearing.remove(held, names, except);
      }
    }
  }

  /// Takes away all that is in a folder, with the same exceptions.
  void clear(List<String> names, Set<List<String>> except) throws IOException {
    altered = true;
    forget();
    Optional<OpenFile> folder = descend(names);
    if (folder.isPresent()) {
      try (OpenFile held = folder.get()) {
        Clearing.clear(held, names, except);
      }
    }
  }

  /// Whether there is not each file that was made, once: some were taken away, or have two names.
  boolean isAltered() {
    return altered;
  }

  /// Gives the folders their modes and times, which nothing that is made in them changes any more.
  void finish() throws IOException {
    forget();
    for (Map.Entry<List<String>, Attributes> each : List.copyOf(folders.entrySet()).reversed()) {
      Optional<OpenFile> folder = descend(each.getKey());
      if (folder.isPresent()) {
        try (OpenFile held = folder.get()) {
          Files.setAttribute(held.magic(), "unix:mode", each.getValue().mode());
          Files.setLastModifiedTime(held.magic(), each.getValue().changed());
        }
      }
    }
  }

  private Path vacated(List<String> names) throws IOException {
    Path folder = parent(names);
    Path place = folder.resolve(names.getLast());
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      remove(names, Set.of());
      return parent(names).resolve(names.getLast());
    }
    altered |= Files.deleteIfExists(place);
    return place;
  }

  private Path parent(List<String> names) throws IOException {
    return held(names).magic();
  }

  /// The folder that those names' last lies in; made where it is not there.
  private OpenFile held(List<String> names) throws IOException {
    List<String> wanted = names.subList(0, names.size() - 1);
    OpenFile held = reached;
    if (held == null || !way.equals(wanted)) {
      forget();
      held = ensured(wanted);
      reached = held;
      way = List.copyOf(wanted);
    }
    return held;
  }

  private OpenFile ensured(List<String> names) throws IOException {
    OpenFile here = root.folder(".").orElseThrow();
    for (String name : names) {
      try (OpenFile above = here) {
        Optional<OpenFile> next = above.folder(name);
        if (next.isEmpty()) {
          Path place = above.magic().resolve(name);
          if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(String.join("/", names));
          }
          Files.createDirectory(place);
          Files.setAttribute(place, "unix:mode", USUAL_FOLDER);
          next = above.folder(name);
        }
        here = next.orElseThrow();
      }
    }
    return here;
  }

  private Optional<OpenFile> descend(List<String> names) {
    Optional<OpenFile> here = root.folder(".");
    for (String name : names) {
      if (here.isEmpty()) {
        return here;
      }
      try (OpenFile above = here.get()) {
        here = above.folder(name);
      }
    }
    return here;
  }

  private void forget() {
    if (reached != null) {
      reached.close();
      reached = null;
    }
  }

  @Override
  public void close() {
    forget();
    root.close();
    maker.close();
  }
}
