// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.List;
import java.util.Optional;

/// What the operator decided.
///
/// @param profiles in their order; the last matches every pod
/// @param clusterAgentName the full name of the cluster agent's Service in the cluster's DNS
/// @param copies where token-sync keeps the Secret
/// @param systemPods which pods of kube-system get the sidecar without a mark of their own
/// @param mixed whether a pod that opts in and goes to a node gets the sockets of that node's Agent
/// @param replaceOfficial whether the container that Datadog's own webhook added gives way to ours
public record Policy(
    List<Profile> profiles,
    String clusterAgentName,
    CopyScope copies,
    Optional<LabelSelector> systemPods,
    boolean mixed,
    boolean replaceOfficial) {
  /// Keeps a copy of the profiles.
  public Policy {
    profiles = List.copyOf(profiles);
    if (profiles.isEmpty() || !profiles.getLast().match().isAll()) {
      throw new IllegalArgumentException("the last profile must match every pod");
    }
  }

  /// The first that matches.
  Profile profile(PodView pod, NamespaceView namespace) {
    for (Profile each : profiles) {
      if (each.match().holds(pod, namespace)) {
        return each;
      }
    }
    return profiles.getLast();
  }
}
