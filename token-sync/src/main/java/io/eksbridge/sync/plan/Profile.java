// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.List;

/// What of an injector's profile concerns the copies: in which namespaces it may be the one that
/// matches a pod, whether it matches every pod there, whether such pods get a sidecar, and what
/// that reads.
public record Profile(
    String name,
    List<String> namespaces,
    LabelSelector byLabel,
    boolean everyPod,
    boolean injects,
    Layout layout) {
  public Profile {
    namespaces = List.copyOf(namespaces);
  }

  /// Whether pods in `namespace` may match; what is not said matches all.
  boolean reaches(NamespaceView namespace) {
    return byLabel.admits(namespace.labels())
        && (namespaces.isEmpty()
            || namespaces.stream().anyMatch(pattern -> Glob.matches(pattern, namespace.name())));
  }
}
