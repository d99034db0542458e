// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import io.eksbridge.parts.Folders;
import java.io.IOException;
import java.nio.file.Path;

/// Takes away what a broken-off demo left mounted, before its folder is deleted.
final class Unmounting {
  private Unmounting() {}

  static void below(Path folder) {
    for (Path mount : Folders.mounts(folder)) {
      try {
        new ProcessBuilder("umount", mount.toString()).inheritIO().start().waitFor();
      } catch (IOException failure) {
        throw new IllegalStateException("cannot unmount " + mount, failure);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
