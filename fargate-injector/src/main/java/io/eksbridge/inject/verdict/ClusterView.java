// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.Optional;

/// All that the rules may know of the cluster, for one namespace and at one moment.
///
/// @param endpoint an IP of the cluster agent, if one is known
/// @param credentials what is known of the Secret in the pod's namespace
public record ClusterView(Optional<Endpoint> endpoint, Credentials credentials) {

  /// An IP, and whose it is.
  public record Endpoint(String ip, String origin) {}

  /// What is known of the Secret that the sidecar would take its credentials from.
  public enum Credentials {
    /// It is there with both keys.
    PRESENT,
    /// It is not there, or a key is not.
    MISSING,
    /// Nobody told yet.
    UNKNOWN
  }
}
