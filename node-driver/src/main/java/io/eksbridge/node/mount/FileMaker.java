// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Instant;
import jnr.constants.platform.Errno;

/// Makes files in folders that are held, one after the other, each by its descriptor: no path is
/// walked for any of it. Not for several threads at once.
public final class FileMaker implements AutoCloseable {
  private static final int NEW = 01 | 0100 | 0200; // O_WRONLY, O_CREAT, O_EXCL
  private static final int ITS_OWN = 0600; // until it is whole
  private static final int PERMISSIONS = 07777;
  private static final long OMIT = (1 << 30) - 2L; // UTIME_OMIT
  private static final int BUFFER = 1 << 16;

  private final byte[] read = new byte[BUFFER];
  private final Scratch memory = new Scratch();
  private final long room = memory.room(BUFFER); // for what a call is given: one at a time

  /// Makes `name` with what that stream has, then of that mode and last changed then; false where
  /// something is in its place.
  ///
  /// @throws FileSystemException with the kernel's reason, where it is not made or not written
  public boolean make(OpenFile folder, String name, int mode, Instant changed, InputStream content)
      throws IOException {
    put(name);
    int flags = NEW | OpenFile.CLOSE_ON_EXEC;
    long made = Libc.call(Syscall.OPENAT, folder.number(), room, flags, ITS_OWN, 0);
    if (Libc.failed(made)) {
      if (Libc.lastError() == Errno.EEXIST) {
        return false;
      }
      throw refused(name);
    }
    try {
      write(made, name, content);
      done(name, Libc.call(Syscall.FCHMOD, made, mode & PERMISSIONS, 0, 0, 0));
      Scratch.putLong(room, 0);
      Scratch.putLong(room + 8, OMIT); // when it was last read
      Scratch.putLong(room + 16, changed.getEpochSecond());
      Scratch.putLong(room + 24, changed.getNano());
      done(name, Libc.call(Syscall.UTIMENSAT, made, 0, room, 0, 0));
    } finally {
      var _ = Libc.call(Syscall.CLOSE, made, 0, 0, 0, 0);
    }
    return true;
  }

  private void put(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    Scratch.putBytes(room, bytes, bytes.length);
    Scratch.putByte(room + bytes.length, (byte) 0);
  }

  private void write(long file, String name, InputStream content) throws IOException {
    for (int length = content.read(read); length >= 0; length = content.read(read)) {
      Scratch.putBytes(room, read, length);
      for (int written = 0; written < length; ) {
        written +=
            done(name, Libc.call(Syscall.WRITE, file, room + written, length - written, 0, 0));
      }
    }
  }

  private static int done(String name, long answer) throws FileSystemException {
    if (Libc.failed(answer)) {
      throw refused(name);
    }
    return (int) answer;
  }

  private static FileSystemException refused(String name) {
    return new FileSystemException(name, null, Libc.lastError().description());
  }

  @Override
  public void close() {
    memory.close();
  }
}
