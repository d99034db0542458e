// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.profiles;

import java.util.Set;
import java.util.TreeSet;

/// What a container's security context may have: a misspelt field would be dropped by the API
/// server without a word.
final class SecurityContext {
  static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "allowPrivilegeEscalation",
              "appArmorProfile",
              "capabilities",
              "privileged",
              "procMount",
              "readOnlyRootFilesystem",
              "runAsGroup",
              "runAsNonRoot",
              "runAsUser",
              "seLinuxOptions",
              "seccompProfile"));

  private SecurityContext() {}
}
