// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import com.sun.security.auth.module.UnixSystem;
import java.util.List;
import java.util.stream.Stream;

/// A private mount namespace: mounts made in it are seen by nobody else and end with it.
public final class Namespace {
  private Namespace() {}

  /// The command that runs `command` in one; without root in a user namespace, as its root.
  public static List<String> command(String... command) {
    List<String> unshare =
        new UnixSystem().getUid() == 0
            ? List.of("unshare", "--mount", "--propagation", "private")
            : List.of("unshare", "--map-root-user", "--mount", "--propagation", "private");
    return Stream.concat(unshare.stream(), Stream.of(command)).toList();
  }
}
