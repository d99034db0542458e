// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.List;

/// In which namespaces token-sync keeps its copies, by the same rules as its own: by label or by
/// name, less those excluded by name or opted out.
///
/// @param secret the name of the usual copy
/// @param byLabel the labels of namespaces that get it; empty for none
/// @param byName further namespaces that get it
/// @param excluded namespaces that get none
public record CopyScope(
    String secret, LabelSelector byLabel, List<NamePattern> byName, List<NamePattern> excluded) {
  /// Keeps copies of the lists.
  public CopyScope {
    byName = List.copyOf(byName);
    excluded = List.copyOf(excluded);
  }

  /// Whether a copy is kept there.
  public boolean holds(NamespaceView namespace) {
    boolean labelled =
        namespace.known() && !byLabel.requirements().isEmpty() && namespace.selectedBy(byLabel);
    return (labelled || any(byName, namespace))
        && !any(excluded, namespace)
        && !namespace.says("disabled");
  }

  private static boolean any(List<NamePattern> patterns, NamespaceView namespace) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(namespace.name()));
  }
}
