// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Layers of files that keep their times, which the ahead-of-time cache checks, and belong to root,
/// so that the service cannot change them.
final class Layers {
  private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
  private static final FilePermissions FILE = FilePermissions.fromOctalString("644");

  private Layers() {}

  /// The files below `folder` that are `wanted`, in the order of their names.
  static FileEntriesLayer of(String name, Path folder, AbsoluteUnixPath at, Predicate<Path> wanted)
      throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).filter(wanted).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException(folder + " has no file for the layer " + name);
    }
    for (Path file : files) {
      layer.addEntry(
          file,
          at.resolve(folder.relativize(file).toString()),
          Files.isExecutable(file) && !Files.isDirectory(file) ? PROGRAM : FILE,
          Files.getLastModifiedTime(file).toInstant());
    }
    return layer.build();
  }
}
