// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/// The names beside a socket's place that belong to it: hidden, one of its own for each instance,
/// and known again by an instance that comes after one that was killed.
final class Beside {
  private final Path path;
  private final Path birthplace;

  Beside(Path path) {
    this.path = path;
    this.birthplace = path.resolveSibling(prefix(path) + random());
  }

  /// Where this instance binds.
  Path birthplace() {
    return birthplace;
  }

  /// Where this instance makes the link that it then moves to the socket's place.
  Path link() {
    return path.resolveSibling(prefix(path) + random());
  }

  /// Takes away what processes that were killed left there; what one still serves stays.
  void sweep() throws IOException {
    Path folder = Objects.requireNonNull(path.getParent());
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
      for (Path name : names) {
        if (name.getFileName().toString().startsWith(prefix(path))
            && SocketFile.is(name)
            && !SocketFile.isServed(name)) {
          Files.deleteIfExists(name);
        }
      }
    }
  }

  private static String prefix(Path path) {
    return ".%04x".formatted(String.valueOf(path.getFileName()).hashCode() & 0xffff);
  }

  private static String random() {
    return "%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
  }
}
