// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import java.nio.file.Path;
import jnr.constants.platform.Errno;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.u_int64_t;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.jspecify.annotations.Nullable;

/// The C library: what jnr-posix has, and the three calls that it has not.
final class Libc {
  static final POSIX STANDARD = POSIXFactory.getNativePOSIX();
  static final Calls CALLS = LibraryLoader.create(Calls.class).load("c");
  private static final Runtime RUNTIME = Runtime.getRuntime(CALLS);
  private static final int STATVFS_BYTES = 112; // <bits/statvfs.h>, 64 bit
  private static final int STATVFS_FLAGS = 72; // f_flag there

  private Libc() {}

  /// As `<sys/mount.h>` and `<sys/statvfs.h>` declare them.
  public interface Calls {
    /// See mount(2).
    int mount(
        @In @Nullable String source,
        @In String target,
        @In @Nullable String type,
        @u_int64_t long flags,
        @In @Nullable Pointer data);

    /// See umount2(2).
    int umount2(@In String target, int flags);

    /// See statvfs(3).
    int statvfs(@In String path, @Out Pointer answer);
  }

  /// The options of the mount at `path`, as bits.
  static long options(Path path) {
    Pointer answer = RUNTIME.getMemoryManager().allocateDirect(STATVFS_BYTES, true);
    done("statvfs", path, CALLS.statvfs(path.toString(), answer));
    return answer.getLong(STATVFS_FLAGS);
  }

  /// Throws what the last call set, if it failed.
  static void done(String call, Path path, int result) {
    if (result < 0) {
      throw refusal(call, path, lastError());
    }
  }

  /// The number of the error that the last call set.
  static int lastError() {
    return RUNTIME.getLastError();
  }

  static KernelRefusal refusal(String call, Path path, int error) {
    Errno name = Errno.valueOf(error);
    return new KernelRefusal(call, path, name.name() + " (" + name.description() + ")");
  }
}
