// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.util.Set;

/// What a pod may do with what is mounted for it. Devices and set-user-ID are never among it.
public enum Access {
  /// Look and connect.
  READ_ONLY("ro", false),
  /// Write too.
  READ_WRITE("rw", false),
  /// Look, and run or map what is there: libraries.
  PROGRAMS("ro", true),
  /// The same, and write.
  OWN_PROGRAMS("rw", true);

  private static final String NO_PROGRAMS = "noexec";

  private final String option;
  private final boolean programs;

  Access(String option, boolean programs) {
    this.option = option;
    this.programs = programs;
  }

  /// The options of such a mount, as the kernel lists them.
  public Set<String> options() {
    return programs
        ? Set.of(option, "nosuid", "nodev")
        : Set.of(option, "nosuid", "nodev", NO_PROGRAMS);
  }

  /// Whether a mount with those options allows that much, no more and no less.
  boolean isOf(Set<String> mounted) {
    return mounted.containsAll(options()) && !(programs && mounted.contains(NO_PROGRAMS));
  }
}
