// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import java.nio.file.Path;
import java.util.Optional;

/// A place that was found once and is held: whatever its path leads to later, this stays the same.
///
/// @param number of the file descriptor
/// @param path by which it was found, for messages
public record OpenFile(int number, Path path) implements AutoCloseable {
  /// In place of a folder: names begin at the working directory, or at the root.
  static final int HERE = -100; // AT_FDCWD

  static final int CLOSE_ON_EXEC = 02000000;
  private static final int PLACE_ONLY = 010000000; // O_PATH
  private static final int DIRECTORY = Syscall.ARM ? 040000 : 0200000;
  private static final int HOW_BYTES = 24; // struct open_how: flags, mode, and then
  private static final int RESOLVE = 16;
  private static final long NO_LINKS_AND_BELOW = 0x04 | 0x08; // RESOLVE_NO_SYMLINKS, _BENEATH
  private static final int NO_FOLLOW = Syscall.ARM ? 0100000 : 0400000;

  /// The file at a path, or where its links lead.
  public static OpenFile at(Path path) {
    return new OpenFile(
        Libc.done(Syscall.OPENAT, path, open(HERE, path.toString(), PLACE_ONLY)), path);
  }

  /// The folder at a path, or where its links lead; absent where that is none.
  static Optional<OpenFile> folderAt(Path path) {
    long file = open(HERE, path.toString(), PLACE_ONLY | DIRECTORY);
    return Libc.failed(file) ? Optional.empty() : Optional.of(new OpenFile((int) file, path));
  }

  /// `name` in this folder, which is no link.
  OpenFile in(String name) {
    Path child = path.resolve(name);
    int file = Libc.done(Syscall.OPENAT, child, open(number, name, PLACE_ONLY | NO_FOLLOW));
    return new OpenFile(file, child);
  }

  /// The folder `name` in this one; absent where that is none, or is a link to one.
  public Optional<OpenFile> folder(String name) {
    long file = open(number, name, PLACE_ONLY | NO_FOLLOW | DIRECTORY);
    return Libc.failed(file)
        ? Optional.empty()
        : Optional.of(new OpenFile((int) file, path.resolve(name)));
  }

  /// The folder at the end of that way from this one, in one call, without a link on it; absent
  /// where there is none, or where the kernel (before Linux 5.6) or a filter has no such call.
  Optional<OpenFile> below(String way) {
    try (var scratch = new Scratch()) {
      long how = scratch.room(HOW_BYTES);
      Scratch.putLong(how, PLACE_ONLY | DIRECTORY | CLOSE_ON_EXEC);
      Scratch.putLong(how + RESOLVE, NO_LINKS_AND_BELOW);
      long text = scratch.text(way);
      long file = Libc.call(Syscall.OPENAT2, number, text, how, HOW_BYTES, 0);
      return Libc.failed(file)
          ? Optional.empty()
          : Optional.of(new OpenFile((int) file, path.resolve(way)));
    }
  }

  /// The folder of the name at that address in this one, open to be listed; absent where that is
  /// none, or is a link to one.
  Optional<OpenFile> listed(long name) {
    int flags = NO_FOLLOW | DIRECTORY | CLOSE_ON_EXEC;
    long file = Libc.call(Syscall.OPENAT, number, name, flags, 0, 0);
    return Libc.failed(file) ? Optional.empty() : Optional.of(new OpenFile((int) file, path));
  }

  /// Fills a buffer with further entries of this folder; the answer is how many bytes.
  int list(long buffer, int size) {
    return Libc.done(
        Syscall.GETDENTS64, path, Libc.call(Syscall.GETDENTS64, number, buffer, size, 0, 0));
  }

  /// This very file, by a path that only this process sees.
  public Path magic() {
    return Path.of("/proc/self/fd/" + number);
  }

  /// Waits until the disk has all that was written on this folder's file system.
  public void sync() {
    try (var scratch = new Scratch()) {
      long here = scratch.text(".");
      int flags = DIRECTORY | CLOSE_ON_EXEC;
      int readable =
          Libc.done(Syscall.OPENAT, path, Libc.call(Syscall.OPENAT, number, here, flags, 0, 0));
      try (var file = new OpenFile(readable, path)) {
        Libc.done(Syscall.SYNCFS, path, Libc.call(Syscall.SYNCFS, file.number(), 0, 0, 0, 0));
      }
    }
  }

  @Override
  public void close() {
    Libc.done(Syscall.CLOSE, path, Libc.call(Syscall.CLOSE, number, 0, 0, 0, 0));
  }

  private static long open(int folder, String name, int flags) {
    try (var scratch = new Scratch()) {
      long text = scratch.text(name);
      return Libc.call(Syscall.OPENAT, folder, text, flags | CLOSE_ON_EXEC, 0, 0);
    }
  }
}
