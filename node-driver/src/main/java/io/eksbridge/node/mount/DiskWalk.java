// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.Limits;
import io.eksbridge.node.volume.Usage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Counts what is stored below a folder that pods write in: no link is followed, no other mount
/// entered, no file opened, a file with many names counted once, and no more looked at than may be.
final class DiskWalk {
  private static final int BUFFER = 8192;
  private static final int LENGTH = 16; // struct linux_dirent64, and where its fields lie
  private static final int NAME = 19;

  private final Set<Long> seen = new HashSet<>();
  private final long device;
  private long bytes;
  private long files;
  private boolean whole = true;

  private DiskWalk(long device) {
    this.device = device;
  }

  /// What is below `folder`, and itself.
  static Usage below(OpenFile folder) {
    Statx root = Statx.of(folder);
    var walk = new DiskWalk(root.file().device());
    walk.bytes = root.bytes();
    try (var scratch = new Scratch()) {
      Optional<OpenFile> listed = folder.listed(scratch.text("."));
      listed.ifPresent(found -> walk.enter(found, 1));
    }
    return new Usage(walk.bytes, walk.files, walk.whole);
  }

  private void enter(OpenFile folder, int depth) {
    try (folder;
        var scratch = new Scratch()) {
      long entries = scratch.room(BUFFER);
      for (int read = folder.list(entries, BUFFER); read > 0; ) {
        for (int at = 0; at < read; at += Scratch.getShort(entries + at + LENGTH)) {
          count(folder, entries + at + NAME, depth);
          if (files >= Limits.FILES) {
            whole = false;
            return;
          }
        }
        read = folder.list(entries, BUFFER);
      }
    }
  }

  private void count(OpenFile folder, long name, int depth) {
    if (isDots(name)) {
      return;
    }
    Statx found = Statx.of(folder, name);
    FileKind kind = found.file().kind();
    if (kind == FileKind.ABSENT || found.isMounted() || found.file().device() != device) {
      return; // gone meanwhile, or not on this disk
    }
    files++;
    if (kind == FileKind.DIRECTORY) {
      bytes += found.bytes();
      if (depth >= Limits.DEPTH) {
        whole = false;
      } else {
        folder.listed(name).ifPresent(below -> enter(below, depth + 1));
      }
    } else if (found.links() < 2 || seen.add(found.file().inode())) {
      bytes += found.bytes();
    }
  }

  /// The folder itself, or the one above.
  private static boolean isDots(long name) {
    return Scratch.getByte(name) == '.'
        && (Scratch.getByte(name + 1) == 0
            || (Scratch.getByte(name + 1) == '.' && Scratch.getByte(name + 2) == 0));
  }
}
