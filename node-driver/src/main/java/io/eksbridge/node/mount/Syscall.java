// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

/// The system calls that the driver makes, by their numbers on the two architectures it runs on.
enum Syscall {
  CLOSE(3, 57),
  CONNECT(42, 203),
  FCHMOD(91, 52),
  GETDENTS64(217, 61),
  MOUNT(165, 40),
  MOUNT_SETATTR(442, 442),
  MOVE_MOUNT(429, 429),
  OPENAT(257, 56),
  OPENAT2(437, 437),
  OPEN_TREE(428, 428),
  SOCKET(41, 198),
  STATFS(137, 43),
  STATX(332, 291),
  SYNCFS(306, 267),
  UMOUNT2(166, 39),
  UTIMENSAT(280, 88),
  WRITE(1, 64);

  /// Whether this is a 64-bit ARM, else it is x86-64.
  static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));

  private final int onIntel;
  private final int onArm;

  Syscall(int onIntel, int onArm) {
    this.onIntel = onIntel;
    this.onArm = onArm;
  }

  int number() {
    return number(ARM);
  }

  int number(boolean arm) {
    return arm ? onArm : onIntel;
  }
}
