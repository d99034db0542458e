// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.SourceView;
import java.nio.file.Path;
import java.util.Optional;
import jnr.constants.platform.Errno;

/// What the kernel tells of one file, see statx(2).
///
/// @param file what it is
/// @param mounted whether it is the root of a mount; absent where the kernel is too old to say
/// @param source the same file, and whose it is
/// @param links how many names it has
/// @param bytes of the disk that it takes
record Statx(FileView file, Optional<Boolean> mounted, SourceView source, int links, long bytes) {
  private static final int BYTES = 256; // struct statx, and where its fields lie
  private static final int ATTRIBUTES = 8;
  private static final int LINKS = 16;
  private static final int OWNER = 20;
  private static final int GROUP = 24;
  private static final int MODE = 28;
  private static final int INODE = 32;
  private static final int BLOCKS = 48;
  private static final int BLOCK = 512;
  private static final int KNOWN_ATTRIBUTES = 56;
  private static final int DEVICE = 136;
  private static final int BASICS = 0x7ff; // STATX_BASIC_STATS
  private static final long MOUNT_ROOT = 0x2000; // STATX_ATTR_MOUNT_ROOT
  private static final int EMPTY_PATH = 0x1000;
  private static final int NO_AUTOMOUNT = 0x800;
  private static final int NO_FOLLOW = 0x100;
  private static final int TYPE = 0170000; // S_IFMT
  private static final int PERMISSIONS = 07777;
  private static final Statx NOTHING =
      new Statx(FileView.ABSENT, Optional.of(false), SourceView.ABSENT, 0, 0);

  /// Of `name` in an open folder, a link itself; `path` is for messages.
  static Statx of(int folder, String name, Path path) {
    return ask(folder, name, NO_FOLLOW, path);
  }

  /// Of a file that is held.
  static Statx of(OpenFile file) {
    return ask(file.number(), "", EMPTY_PATH, file.path());
  }

  /// Of a path, or where its links lead; what was deleted while a mount shows it is not there.
  static Statx behind(Path path) {
    Statx found = shown(path);
    return found.isDeleted() ? NOTHING : found;
  }

  /// The same, of what was deleted too.
  static Statx shown(Path path) {
    return ask(OpenFile.HERE, path.toString(), 0, path);
  }

  /// Whether it has no name any more.
  boolean isDeleted() {
    return links == 0 && file.kind() != FileKind.ABSENT;
  }

  /// Of the name at that address in a folder, a link itself.
  static Statx of(OpenFile folder, long name) {
    return ask(folder.number(), name, NO_FOLLOW, folder.path());
  }

  /// Whether it is known to be the root of a mount.
  boolean isMounted() {
    return mounted.orElse(false);
  }

  private static Statx ask(int folder, String name, int flags, Path path) {
    try (var scratch = new Scratch()) {
      return ask(folder, scratch.text(name), flags, path);
    }
  }

  private static Statx ask(int folder, long name, int flags, Path path) {
    try (var scratch = new Scratch()) {
      long answer = scratch.room(BYTES);
      long result = Libc.call(Syscall.STATX, folder, name, flags | NO_AUTOMOUNT, BASICS, answer);
      if (Libc.failed(result)) {
        Errno error = Libc.lastError();
        if (error == Errno.ENOENT || error == Errno.ENOTDIR) {
          return NOTHING;
        }
        throw Libc.refusal(Syscall.STATX, path, error);
      }
      return told(answer);
    }
  }

  private static Statx told(long answer) {
    int mode = Scratch.getShort(answer + MODE);
    var file =
        new FileView(
            kind(mode & TYPE), Scratch.getLong(answer + DEVICE), Scratch.getLong(answer + INODE));
    boolean known = (Scratch.getLong(answer + KNOWN_ATTRIBUTES) & MOUNT_ROOT) != 0;
    boolean mounted = (Scratch.getLong(answer + ATTRIBUTES) & MOUNT_ROOT) != 0;
    return new Statx(
        file,
        known ? Optional.of(mounted) : Optional.empty(),
        new SourceView(
            file,
            Integer.toUnsignedLong(Scratch.getInt(answer + OWNER)),
            Integer.toUnsignedLong(Scratch.getInt(answer + GROUP)),
            mode & PERMISSIONS),
        Scratch.getInt(answer + LINKS),
        Scratch.getLong(answer + BLOCKS) * BLOCK);
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
