// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.nio.file.Path;
import java.util.Locale;
import jnr.constants.platform.Errno;

/// The C library's `syscall(2)` for what jnr-posix has not, by JNR's foreign function layer and
/// nothing above it: no stubs are generated and no annotations read, so it is there at once.
final class Libc {
  private static final Type WORD = Type.SINT64;
  private static final CallContext CONTEXT =
      CallContext.getCallContext(
          WORD,
          new Type[] {WORD, WORD, WORD, WORD, WORD, WORD},
          CallingConvention.DEFAULT,
          true); // the error's number is kept
  private static final long SYSCALL = Library.getDefault().getSymbolAddress("syscall");

  private Libc() {}

  /// Calls; the answer is the kernel's, or [#failed] with [#lastError].
  static long call(Syscall call, long a, long b, long c, long d, long e) {
    return Invoker.getInstance().invokeN6(CONTEXT, SYSCALL, call.number(), a, b, c, d, e);
  }

  /// Whether that answer means that the call failed.
  static boolean failed(long answer) {
    return answer < 0;
  }

  /// What made the last call of this thread fail.
  static Errno lastError() {
    return Errno.valueOf(LastError.getInstance().get());
  }

  /// The answer, where it is not a failure.
  static int done(Syscall call, Path path, long answer) {
    if (failed(answer)) {
      throw refusal(call, path, lastError());
    }
    return (int) answer;
  }

  static KernelRefusal refusal(Syscall call, Path path, Errno error) {
    return refusal(call.name().toLowerCase(Locale.ROOT), path, error);
  }

  static KernelRefusal refusal(String call, Path path, Errno error) {
    return new KernelRefusal(call, path, error.name() + " (" + error.description() + ")");
  }
}
