// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the sidecar is made of.
///
/// @param image the Agent's image
/// @param pullSecrets the names of the Secrets that it is pulled with
/// @param site where the Agent sends to
/// @param clusterName the name of the cluster, empty to leave it to the cluster agent
/// @param secret where its credentials are, in the pod's namespace
/// @param cpu request and limit
/// @param memory request and limit
/// @param env further variables, or others in the place of ours, as a container has them
/// @param tags on all that the Agent sends
/// @param securityContext in the place of ours; a missing node for ours
/// @param logs which logs are collected by the kubelet's API
/// @param processes whether the pod's processes are listed
/// @param caConfigMap the ConfigMap with the cluster agent's CA, empty not to verify it
public record AgentSettings(
    String image,
    List<String> pullSecrets,
    String site,
    String clusterName,
    SecretReference secret,
    String cpu,
    String memory,
    List<JsonNode> env,
    Map<String, String> tags,
    JsonNode securityContext,
    Logs logs,
    boolean processes,
    String caConfigMap) {
  private static final String API_KEY = "DD_API_KEY";
  private static final String TOKEN = "DD_CLUSTER_AGENT_AUTH_TOKEN";

  /// Keeps copies of the lists, and the tags in the order of their names.
  public AgentSettings {
    pullSecrets = List.copyOf(pullSecrets);
    env = List.copyOf(env);
    tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /// A Secret and its keys.
  public record SecretReference(String name, String apiKeyKey, String tokenKey) {}

  /// Which logs are collected by the kubelet's API.
  public enum Logs {
    /// None.
    OFF,
    /// Those of containers whose annotations ask for it.
    KUBELET,
    /// Those of all containers.
    ALL
  }

  /// The keys of its Secret that it needs, with a cluster agent or without; what the operator takes
  /// from elsewhere it does not need.
  public Set<String> needed(boolean clusterAgent) {
    var keys = new TreeSet<String>();
    if (!sets(API_KEY)) {
      keys.add(secret.apiKeyKey());
    }
    if (clusterAgent && !sets(TOKEN)) {
      keys.add(secret.tokenKey());
    }
    return keys;
  }

  /// Whether the container cannot write but to its volumes, so that it needs some.
  public boolean readOnlyRoot(boolean hardened) {
    return securityContext.isObject()
        ? securityContext.path("readOnlyRootFilesystem").asBoolean()
        : hardened;
  }

  /// The same with other resources, tags and logs.
  AgentSettings with(
      String otherCpu, String otherMemory, Map<String, String> otherTags, Logs other) {
    return new AgentSettings(
        image,
        pullSecrets,
        site,
        clusterName,
        secret,
        otherCpu,
        otherMemory,
        env,
        otherTags,
        securityContext,
        other,
        processes,
        caConfigMap);
  }

  private boolean sets(String name) {
    return env.stream().anyMatch(each -> each.path("name").asText().equals(name));
  }
}
