// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

/// How the sidecar is fitted into a pod.
///
/// @param form as what kind of container
/// @param hardening when it is confined
/// @param strategy how the cluster agent is reached
/// @param withoutAddress whether a pod gets it without a cluster agent where no address is known
/// @param withoutCredentials whether a pod gets it where its Secret is absent or unknown
/// @param size what is done where it makes the pod cost more
/// @param guard what a pod's annotations may change
public record Choices(
    FormChoice form,
    Hardening hardening,
    ClusterAgentAddress.Strategy strategy,
    boolean withoutAddress,
    boolean withoutCredentials,
    SizePolicy size,
    Guard guard) {

  /// As what kind of container the Agent is added.
  public enum FormChoice {
    /// Native where the pod ends with its Job, else a container.
    AUTO,
    /// A container, that ends by itself where the pod is to end.
    CONTAINER,
    /// An init container that restarts.
    NATIVE
  }

  /// When the sidecar runs confined as the `restricted` standard asks, with a read-only root.
  public enum Hardening {
    /// Where its namespace enforces that, or the pod's own context would keep it from starting.
    AUTO,
    /// Everywhere.
    ALWAYS,
    /// Nowhere.
    OFF
  }

  /// What is done where the sidecar makes Fargate choose a larger size.
  public enum SizePolicy {
    /// The user is told.
    WARN,
    /// The pod is left alone.
    SKIP
  }
}
