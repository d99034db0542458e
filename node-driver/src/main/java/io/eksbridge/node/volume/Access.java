// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.util.Set;

/// What a pod may do with what is mounted for it. Devices, set-user-ID and programs are never among
/// it.
public enum Access {
  /// Look and connect.
  READ_ONLY("ro"),
  /// Write too.
  READ_WRITE("rw");

  private final String option;

  Access(String option) {
    this.option = option;
  }

  /// The options of such a mount, as the kernel lists them.
  public Set<String> options() {
    return Set.of(option, "nosuid", "nodev", "noexec");
  }
}
