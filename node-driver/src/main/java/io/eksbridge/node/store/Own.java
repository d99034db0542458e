// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.StorePlace;
import io.eksbridge.node.mount.OpenFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/// The folders that take what pods write in their writable libraries, one for each volume.
public final class Own {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  private static final Pattern GROUP = Pattern.compile("[0-9]{1,10}");
  private static final Duration JUST_MADE = Duration.ofMinutes(10); // and perhaps not mounted yet
  private static final int OF_GROUP = 02775;
  private static final int USUAL = 0755;

  private final Path root;
  private final Path folders;

  /// In the driver's storage.
  public Own(Path storage) {
    this.root = storage;
    this.folders = storage.resolve(StorePlace.WRITABLE);
  }

  /// The folder of a volume; made where it is not there. Where the pod has a group, that may write
  /// in each folder of the library.
  public Path made(String volume, Path library, String group) {
    if (!ID.matcher(volume).matches()) {
      throw new LibraryFailure(
          LibraryFault.BAD_REQUEST, "volume_id must be letters, digits, dots and dashes");
    }
    Path own = folders.resolve(volume);
    try {
      if (!Files.isDirectory(own)) {
        Path anew = Files.createDirectories(folders).resolve("." + volume + System.nanoTime());
        Path upper = Files.createDirectories(anew.resolve("upper"));
        Files.createDirectory(anew.resolve("work"));
        if (GROUP.matcher(group).matches()) {
          give(library, upper, Long.parseLong(group));
        } else {
          Files.setAttribute(upper, "unix:mode", USUAL);
        }
        Files.move(anew, own, StandardCopyOption.ATOMIC_MOVE);
      }
      return own;
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  private static void give(Path library, Path upper, long group) throws IOException {
    Files.walkFileTree(
        library,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path same = upper.resolve(library.relativize(folder));
            if (!same.equals(upper.resolve(""))) {
              Files.createDirectories(same);
            }
            Files.setAttribute(same, "unix:gid", (int) group);
            Files.setAttribute(same, "unix:mode", OF_GROUP);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Takes away what a volume's pod wrote, if there is any.
  public void remove(String volume) {
    if (!ID.matcher(volume).matches()) {
      return;
    }
    Path own = folders.resolve(volume);
    if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Path trash = Files.createDirectories(root.resolve(StorePlace.TRASH));
      Path gone = trash.resolve(volume + "~" + System.nanoTime());
      Files.move(own, gone, StandardCopyOption.ATOMIC_MOVE);
      Thread _ = Thread.ofVirtual().name("own").start(() -> delete(gone));
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  private static void delete(Path gone) {
    try {
      Clearing.remove(gone);
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure); // the next collection tries again
    }
  }

  /// Takes away what belongs to volumes that are neither mounted nor known to the kubelet.
  public void sweep(Set<String> mounted, Set<String> known) {
    if (!Files.isDirectory(folders)) {
      return;
    }
    try (OpenFile _ = OpenFile.at(folders)) {
      for (Path each : Scratch.list(folders)) {
        String volume = String.valueOf(each.getFileName());
        Instant made = Files.getLastModifiedTime(each).toInstant();
        boolean old = made.plus(JUST_MADE).isBefore(Instant.now());
        if (old && volume.startsWith(".")) {
          Clearing.remove(each);
        } else if (old && !mounted.contains(volume) && !known.contains(volume)) {
          remove(volume);
        }
      }
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// Whether there are any.
  public boolean isUsed() {
    return Files.isDirectory(folders);
  }
}
