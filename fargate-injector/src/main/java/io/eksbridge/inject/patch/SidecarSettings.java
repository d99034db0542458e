// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

/// What the operator decided for the sidecar.
///
/// @param image the Agent's image
/// @param site where the Agent sends to
/// @param clusterName the name of the cluster, empty to leave it to the cluster agent
/// @param secretName the Secret of the credentials, in the pod's namespace
/// @param apiKeyKey its key for the API key
/// @param tokenKey its key for the cluster agent's token
/// @param cpu request and limit
/// @param memory request and limit
public record SidecarSettings(
    String image,
    String site,
    String clusterName,
    String secretName,
    String apiKeyKey,
    String tokenKey,
    String cpu,
    String memory) {}
