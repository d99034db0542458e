// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.StorePlace;
import io.eksbridge.node.mount.OpenFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All libraries of this node. A library is there with all that it has, or it is not there.
public final class Store {
  private static final Duration TOUCHED = Duration.ofMinutes(1);

  private final Path root;
  private final Scratch scratch;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(Marker marker, Instant used) {}

  /// In the driver's storage.
  public Store(Path storage) {
    this.root = storage;
    this.scratch = new Scratch(storage.resolve("scratch"));
  }

  /// Looks at what is there when the driver begins to use it: deletes what processes left that have
  /// ended, and adopts what the official driver stored before, once.
  public void open() {
    try {
      Files.createDirectories(store());
      scratch.sweep();
      new Adoption(root, store()).once();
      for (Path each : Scratch.list(store())) {
        Optional<Marker> marker = Marker.of(each);
        if (marker.isPresent() && !marker.get().isSettled()) {
          settle(String.valueOf(each.getFileName()));
        }
      }
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// Where a library's folder is, if it is complete; it counts as used now.
  public Optional<Path> find(String key, String folder) {
    try {
      Path place = store().resolve(key);
      Known before = known.get(key);
      if (before == null) {
        Optional<Marker> marker = Marker.of(place);
        if (marker.isEmpty()) {
          return Optional.empty();
        }
        before = new Known(marker.get(), Instant.EPOCH);
      }
      Instant now = Instant.now();
      if (before.used().plus(TOUCHED).isBefore(now)) {
        Files.setLastModifiedTime(place.resolve(Marker.FILE), FileTime.from(now));
        known.put(key, new Known(before.marker(), now));
      }
      Path library = place.resolve(folder);
      if (!isPlain(place, folder)) {
        if (!Files.exists(place.resolve(Marker.FILE))) {
          known.remove(key);
          return Optional.empty();
        }
        throw new LibraryFailure(LibraryFault.UNFIT_IMAGE, "the image has no folder " + folder);
      }
      return Optional.of(library);
    } catch (NoSuchFileException _) {
      known.remove(key);
      return Optional.empty();
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// Whether that folder is there without a link on the way.
  private static boolean isPlain(Path place, String folder) {
    Path reached = place;
    for (String name : folder.split("/", -1)) {
      reached = reached.resolve(name);
      if (!Files.isDirectory(reached, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  /// Whether a library is there, complete.
  public boolean has(String key) {
    try {
      return Marker.of(store().resolve(key)).isPresent();
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// A folder for what is not complete yet.
  public Path begin() {
    try {
      return scratch.folder();
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// Deletes what came of [#begin].
  public void abandon(Path folder) {
    try {
      Clearing.remove(folder);
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// Puts what was begun into the store, complete; if another process was faster, that one's stays.
  ///
  /// @param name of its package
  /// @param bytes of its files
  public void complete(Path folder, String key, String name, long bytes) {
    try {
      new Marker(name, bytes, Marker.thisBoot()).write(folder);
      Path place = store().resolve(key);
      if (Files.isDirectory(place) && Marker.of(place).isEmpty()) {
        discard(key);
      }
      try {
        Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (DirectoryNotEmptyException | FileAlreadyExistsException _) {
        abandon(folder);
      } catch (FileSystemException taken) {
        if (Marker.of(place).isEmpty()) {
          throw taken;
        }
        abandon(folder);
      }
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// Sees that the disk has all of a library, and says so beside it.
  public void settle(String key) {
    try {
      Path place = store().resolve(key);
      Optional<Marker> marker = Marker.of(place);
      if (marker.isPresent() && !marker.get().isSettled()) {
        try (OpenFile held = OpenFile.at(place)) {
          held.sync();
        }
        FileTime used = Files.getLastModifiedTime(place.resolve(Marker.FILE));
        marker.get().settled().write(place);
        Files.setLastModifiedTime(place.resolve(Marker.FILE), used);
      }
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// What there is.
  public Inventory inventory() {
    return new Inventory(store());
  }

  /// Takes a library out of the store; it is still in the trash.
  Path discard(String key) throws IOException {
    known.remove(key);
    Path trash = Files.createDirectories(root.resolve(StorePlace.TRASH));
    Path gone = trash.resolve(key + "~" + System.nanoTime());
    Files.move(store().resolve(key), gone, StandardCopyOption.ATOMIC_MOVE);
    return gone;
  }

  /// Bytes that are free on its disk.
  public long free() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// The empty folder for pods that do without.
  public Path empty() {
    try {
      Path empty = store().resolve(StorePlace.EMPTY);
      if (!Files.isDirectory(empty)) {
        Files.createDirectories(empty);
        Files.setAttribute(empty, "unix:mode", 0555);
      }
      return empty;
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  Path root() {
    return root;
  }

  Path store() {
    return root.resolve(StorePlace.STORE);
  }
}
