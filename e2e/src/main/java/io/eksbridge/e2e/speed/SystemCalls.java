// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// `mount(2)` and `umount2(2)` with nothing between: what a bind mount costs the kernel.
final class SystemCalls {
  private static final long MS_BIND = 4096;
  private static final int MNT_DETACH = 2;
  private static final long CONFINED = 1 | 2 | 4 | 8 | 32 | MS_BIND; // ro, nosuid, nodev, noexec

  private final MethodHandle mount =
      function(
          "mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private final MethodHandle umount =
      function("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  /// Binds `source` on `target`, then confines it.
  void bind(Path source, Path target) {
    mount(source.toString(), target, "none", MS_BIND);
    mount(source.toString(), target, "none", CONFINED);
  }

  /// Binds `source` on `target`, no more.
  void bindOnly(Path source, Path target) {
    mount(source.toString(), target, "none", MS_BIND);
  }

  /// A file system in memory there.
  void memory(Path target) {
    mount("tmpfs", target, "tmpfs", 0);
  }

  void unmount(Path target) {
    unmount(target, 0);
  }

  /// Out of sight, with all that is mounted in it.
  void detach(Path target) {
    unmount(target, MNT_DETACH);
  }

  private void unmount(Path target, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      done("umount2", target, (int) umount.invokeExact(text(arena, target), flags));
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void mount(String source, Path target, String type, long flags) {
    try (Arena arena = Arena.ofConfined()) {
      int answer =
          (int)
              mount.invokeExact(
                  arena.allocateFrom(source),
                  text(arena, target),
                  arena.allocateFrom(type),
                  flags,
                  MemorySegment.NULL);
      done("mount", target, answer);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static MemorySegment text(Arena arena, Path path) {
    return arena.allocateFrom(path.toString());
  }

  private static void done(String call, Path path, int answer) {
    if (answer != 0) {
      throw new IllegalStateException(call + " " + path + " failed");
    }
  }

  @SuppressWarnings("restricted") // the program is started with --enable-native-access
  private static MethodHandle function(String name, FunctionDescriptor shape) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
  }
}
