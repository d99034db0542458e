// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Scratch folders and what is left in them.
public final class Folders {
  private static final int ATTEMPTS = 10;

  private Folders() {}

  /// A new folder for us alone, with a short name: sockets are made in it, whose paths may have 107
  /// bytes.
  public static Path scratch(String prefix) throws IOException {
    String name =
        prefix + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 24));
    Path folder = Path.of(System.getProperty("java.io.tmpdir")).resolve(name);
    return Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /// Deletes what is below `folder` and itself; never goes through a mount, as whoever mounted
  /// there has to unmount first.
  public static void delete(Path folder) {
    List<Path> mounted = mounts(folder);
    if (!mounted.isEmpty()) {
      throw new IllegalStateException("still mounted: " + mounted);
    }
    for (int left = ATTEMPTS; Files.exists(folder); left--) {
      try {
        sweep(folder);
      } catch (IOException busy) { // a process that ends may still write
        if (left == 0) {
          throw new UncheckedIOException(busy);
        }
      }
    }
  }

  private static void sweep(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException changed) {
      throw new IOException(changed);
    }
  }

  /// What is mounted below `folder` in this process' mount namespace, the last first.
  public static List<Path> mounts(Path folder) {
    try (Stream<String> table = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return table
          .map(line -> Path.of(line.split(" ", 6)[4].replace("\\040", " ")))
          .filter(path -> path.startsWith(folder))
          .toList()
          .reversed();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
