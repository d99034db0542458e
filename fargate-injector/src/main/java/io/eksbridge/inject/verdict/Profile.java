// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.List;

/// What an operator decided for some pods.
///
/// @param name that logs and `explain` show
/// @param match which pods
/// @param inject whether they get the Agent at all
/// @param agent what the sidecar is made of
/// @param choices how it is fitted into the pod
public record Profile(
    String name, Match match, boolean inject, AgentSettings agent, Choices choices) {
  /// The name of the last profile, which the flags describe and which matches all pods.
  public static final String DEFAULT = "default";

  /// Which pods a profile is for: all that is said must hold.
  ///
  /// @param namespaces names, empty for all
  /// @param byLabel labels of the namespace
  /// @param pods labels of the pod
  public record Match(List<NamePattern> namespaces, LabelSelector byLabel, LabelSelector pods) {
    /// Matches every pod.
    public static final Match ALL = new Match(List.of(), LabelSelector.ALL, LabelSelector.ALL);

    /// Keeps a copy of the names.
    public Match {
      namespaces = List.copyOf(namespaces);
    }

    boolean isAll() {
      return namespaces.isEmpty()
          && byLabel.requirements().isEmpty()
          && pods.requirements().isEmpty();
    }

    boolean holds(PodView pod, NamespaceView namespace) {
      return (namespaces.isEmpty()
              || namespaces.stream().anyMatch(each -> each.matches(namespace.name())))
          && (byLabel.requirements().isEmpty()
              || (namespace.known() && namespace.selectedBy(byLabel)))
          && pod.selectedBy(pods);
    }
  }
}
