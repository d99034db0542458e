// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

/// What the operator decided for all pods.
///
/// @param clusterAgentName the full name of the cluster agent's Service in the cluster's DNS
/// @param withoutCredentials whether a pod gets the sidecar where its Secret is absent or unknown
public record Policy(String clusterAgentName, boolean withoutCredentials) {}
