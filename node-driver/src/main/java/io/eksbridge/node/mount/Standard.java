// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import java.nio.file.Path;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.util.DefaultPOSIXHandler;

/// The calls that jnr-posix has. It takes longer to load than all else here, so it is loaded by the
/// first use, or by [#load] when nobody waits.
final class Standard {
  private static final POSIX CALLS = POSIXFactory.getNativePOSIX(new Quiet());

  /// Some calls would throw what failed as text, others return it: all are to return it.
  private static final class Quiet extends DefaultPOSIXHandler {
    @Override
    public void error(Errno error, String extra) {}

    @Override
    public void error(Errno error, String method, String extra) {}
  }

  private Standard() {}

  static void load() {
    var _ = CALLS.getpid();
  }

  static void makeFolder(Path at, Path target, int mode) {
    done("mkdir", target, CALLS.mkdir(at.toString(), mode));
  }

  static void makeFile(Path at, Path target, int mode) {
    int flags =
        OpenFlags.O_CREAT.intValue() | OpenFlags.O_EXCL.intValue() | OpenFlags.O_WRONLY.intValue();
    int file = CALLS.open(at.toString(), flags, mode);
    done("open", target, file);
    done("close", target, CALLS.close(file));
  }

  static void own(OpenFile file, long owner, long group) {
    done("chown", file.path(), CALLS.chown(file.magic().toString(), (int) owner, (int) group));
  }

  static void permit(OpenFile file, int mode) {
    done("chmod", file.path(), CALLS.chmod(file.magic().toString(), mode));
  }

  static void removeFolder(Path at, Path target) {
    done("rmdir", target, CALLS.rmdir(at.toString()));
  }

  static void removeFile(Path at, Path target) {
    done("unlink", target, CALLS.unlink(at.toString()));
  }

  private static void done(String call, Path target, int result) {
    if (result < 0) {
      throw Libc.refusal(call, target, Libc.lastError());
    }
  }
}
