// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Access;
import java.nio.file.Path;
import java.util.Set;
import jnr.constants.platform.Errno;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mounts one held file on another: from Linux 5.12 on, confined before anyone can see it; on older
/// kernels mounted first and then confined.
final class Binder {
  private static final Logger LOG = LoggerFactory.getLogger(Binder.class);
  private static final Set<Errno> NOT_THERE = Set.of(Errno.ENOSYS, Errno.EPERM); // or forbidden
  private static final long READ_ONLY = 1;
  private static final long NO_POWERS = 2 | 4; // no set-user-ID, devices
  private static final long CONFINED = NO_POWERS | 8; // and no programs
  private static final long ALL = READ_ONLY | CONFINED;
  private static final long EMPTY_PATH = 0x1000; // AT_EMPTY_PATH
  private static final long CLONE = 1; // OPEN_TREE_CLONE
  private static final long BOTH_EMPTY = 0x04 | 0x40; // MOVE_MOUNT_F_EMPTY_PATH, _T_EMPTY_PATH
  private static final int ATTRIBUTES_BYTES =
      32; // struct mount_attr; its first fields are what to set and what to clear
  private static final int CLEAR = 8;
  private static final long MS_REMOUNT = 32;
  private static final long MS_BIND = 4096;
  private static final int STATFS_BYTES = 120;
  private static final int STATFS_FLAGS = 80; // f_flags there

  private volatile boolean atomic;

  /// Tries the newer calls first, if `atomic`.
  Binder(boolean atomic) {
    this.atomic = atomic;
  }

  void bind(OpenFile source, OpenFile target, Access access) {
    if (!atomic || !bound(source, target, access)) {
      mount(source, target, MS_BIND);
    }
  }

  /// By the newer calls; false where the kernel has them not.
  private boolean bound(OpenFile source, OpenFile target, Access access) {
    try (var scratch = new Scratch()) {
      long empty = scratch.text("");
      long flags = CLONE | OpenFile.CLOSE_ON_EXEC | EMPTY_PATH;
      long opened = Libc.call(Syscall.OPEN_TREE, source.number(), empty, flags, 0, 0);
      if (Libc.failed(opened)) {
        return lacking(Syscall.OPEN_TREE, source);
      }
      try (var tree = new OpenFile((int) opened, source.path())) {
        long attributes = scratch.room(ATTRIBUTES_BYTES);
        Scratch.putLong(attributes, flags(access));
        Scratch.putLong(attributes + CLEAR, ALL & ~flags(access));
        long set =
            Libc.call(
                Syscall.MOUNT_SETATTR,
                tree.number(),
                empty,
                EMPTY_PATH,
                attributes,
                ATTRIBUTES_BYTES);
        if (Libc.failed(set)) {
          return lacking(Syscall.MOUNT_SETATTR, source);
        }
        Libc.done(
            Syscall.MOVE_MOUNT,
            target.path(),
            Libc.call(
                Syscall.MOVE_MOUNT, tree.number(), empty, target.number(), empty, BOTH_EMPTY));
        return true;
      }
    }
  }

  private boolean lacking(Syscall call, OpenFile source) {
    Errno error = Libc.lastError();
    if (!NOT_THERE.contains(error)) {
      throw Libc.refusal(call, source.path(), error);
    }
    if (error == Errno.ENOSYS) {
      atomic = false;
      LOG.atWarn().addKeyValue("call", call).log("the kernel is old: mounting in two steps");
    }
    return false;
  }

  /// Mounts an overlay, confined from its first moment.
  static void overlay(Path library, Path own, OpenFile target, Access access) {
    String layers =
        "lowerdir=%s,upperdir=%s,workdir=%s"
            .formatted(
                escaped(library), escaped(own.resolve("upper")), escaped(own.resolve("work")));
    try (var scratch = new Scratch()) {
      long type = scratch.text("overlay");
      long to = scratch.text(target.magic().toString());
      long data = scratch.text(layers);
      Libc.done(
          Syscall.MOUNT,
          target.path(),
          Libc.call(Syscall.MOUNT, type, to, type, flags(access), data));
    }
  }

  private static String escaped(Path path) {
    return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
  }

  /// Confines the mount that `top` is the root of, unless it is.
  static void confine(OpenFile top, Access access) {
    if (isConfined(top, access)) {
      return;
    }
    mount(top, top, MS_REMOUNT | MS_BIND | flags(access));
    if (!isConfined(top, access)) {
      throw new KernelRefusal("mount", top.path(), "the kernel reports other options");
    }
  }

  private static void mount(OpenFile source, OpenFile target, long flags) {
    try (var scratch = new Scratch()) {
      long from = scratch.text(source.magic().toString());
      long to = scratch.text(target.magic().toString());
      Libc.done(Syscall.MOUNT, target.path(), Libc.call(Syscall.MOUNT, from, to, 0, flags, 0));
    }
  }

  private static long flags(Access access) {
    return switch (access) {
      case READ_ONLY -> READ_ONLY | CONFINED;
      case READ_WRITE -> CONFINED;
      case PROGRAMS -> READ_ONLY | NO_POWERS;
      case OWN_PROGRAMS -> NO_POWERS;
    };
  }

  private static boolean isConfined(OpenFile top, Access access) {
    try (var scratch = new Scratch()) {
      long answer = scratch.room(STATFS_BYTES);
      long path = scratch.text(top.magic().toString());
      Libc.done(Syscall.STATFS, top.path(), Libc.call(Syscall.STATFS, path, answer, 0, 0, 0));
      return (Scratch.getLong(answer + STATFS_FLAGS) & ALL) == flags(access);
    }
  }
}
