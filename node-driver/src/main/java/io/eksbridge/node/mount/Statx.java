// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import java.nio.file.Path;
import java.util.Optional;
import jnr.constants.platform.Errno;

/// What the kernel tells of one file, see statx(2).
///
/// @param file what it is
/// @param mounted whether it is the root of a mount; absent where the kernel is too old to say
record Statx(FileView file, Optional<Boolean> mounted) {
  private static final int BYTES = 256; // struct statx, and where its fields lie
  private static final int ATTRIBUTES = 8;
  private static final int MODE = 28;
  private static final int INODE = 32;
  private static final int KNOWN_ATTRIBUTES = 56;
  private static final int DEVICE = 136;
  private static final int BASICS = 0x7ff; // STATX_BASIC_STATS
  private static final long MOUNT_ROOT = 0x2000; // STATX_ATTR_MOUNT_ROOT
  private static final int EMPTY_PATH = 0x1000;
  private static final int NO_AUTOMOUNT = 0x800;
  private static final int NO_FOLLOW = 0x100;
  private static final int TYPE = 0170000; // S_IFMT
  private static final Statx NOTHING = new Statx(FileView.ABSENT, Optional.of(false));

  /// Of `name` in an open folder, a link itself; `path` is for messages.
  static Statx of(int folder, String name, Path path) {
    return ask(folder, name, NO_FOLLOW, path);
  }

  /// Of a file that is held.
  static Statx of(OpenFile file) {
    return ask(file.number(), "", EMPTY_PATH, file.path());
  }

  /// Of a path, or where its links lead.
  static Statx behind(Path path) {
    return ask(OpenFile.HERE, path.toString(), 0, path);
  }

  private static Statx ask(int folder, String name, int flags, Path path) {
    try (var scratch = new Scratch()) {
      long answer = scratch.room(BYTES);
      long result =
          Libc.call(
              Syscall.STATX, folder, scratch.text(name), flags | NO_AUTOMOUNT, BASICS, answer);
      if (Libc.failed(result)) {
        Errno error = Libc.lastError();
        if (error == Errno.ENOENT || error == Errno.ENOTDIR) {
          return NOTHING;
        }
        throw Libc.refusal(Syscall.STATX, path, error);
      }
      long attributes = Scratch.getLong(answer + ATTRIBUTES);
      boolean told = (Scratch.getLong(answer + KNOWN_ATTRIBUTES) & MOUNT_ROOT) != 0;
      return new Statx(
          new FileView(
              kind(Scratch.getInt(answer + MODE) & TYPE),
              Scratch.getLong(answer + DEVICE),
              Scratch.getLong(answer + INODE)),
          told ? Optional.of((attributes & MOUNT_ROOT) != 0) : Optional.empty());
    }
  }

  private static FileKind kind(int type) {
    return switch (type) {
      case 0040000 -> FileKind.DIRECTORY;
      case 0100000 -> FileKind.FILE;
      case 0120000 -> FileKind.SYMLINK;
      case 0140000 -> FileKind.SOCKET;
      default -> FileKind.OTHER;
    };
  }
}
