// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

/// How much the files of a library are.
final class DiskUse {
  private DiskUse() {}

  /// Bytes of the regular files below a folder; no link is followed.
  static long files(Path folder) throws IOException {
    var bytes = new AtomicLong();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              bytes.addAndGet(attributes.size());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes.get();
  }
}
