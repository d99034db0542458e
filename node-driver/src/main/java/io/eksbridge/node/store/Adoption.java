// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.library.LibraryRequest;
import io.eksbridge.node.library.StorePlace;
import io.eksbridge.node.mount.OpenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Takes over what the official driver stored: once, since from then on a folder without a marker
/// is one that was lost with the node's power.
///
/// @param root the driver's storage
/// @param store the folder of libraries there
record Adoption(Path root, Path store) {
  private static final String DONE = ".adopted";

  void once() throws IOException {
    Path done = root.resolve(DONE);
    if (Files.exists(done)) {
      return;
    }
    for (Path each : Scratch.list(store)) {
      boolean library = holds(each, LibraryRequest.PACKAGE_FOLDER);
      boolean inject = holds(each, LibraryRequest.INJECT_FOLDER);
      if (StorePlace.isKey(String.valueOf(each.getFileName()))
          && (library || inject)
          && Marker.of(each).isEmpty()) {
        new Marker(inject ? "apm-inject" : "", DiskUse.files(each), "").write(each);
      }
    }
    try (OpenFile held = OpenFile.at(root)) {
      held.sync();
    }
    Files.createFile(done);
  }

  private static boolean holds(Path folder, String library) {
    return Files.isDirectory(folder.resolve(library), LinkOption.NOFOLLOW_LINKS);
  }
}
