// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.eksbridge.inject.verdict.AgentSettings;
import io.eksbridge.inject.verdict.AgentSettings.Logs;
import io.eksbridge.inject.verdict.AgentSettings.SecretReference;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the sidecar is made of.
///
/// @param image the Agent's image
/// @param pullSecrets names of the Secrets that it is pulled with, with commas between
/// @param site where the Agent sends to
/// @param clusterName the cluster's name; absent, the Agent asks the cluster agent
/// @param secretName the Secret of the credentials, in the pod's namespace
/// @param apiKeyKey its key for the API key
/// @param tokenKey its key for the cluster agent's token
/// @param cpu request and limit
/// @param memory request and limit
/// @param tags on all that the Agent sends
/// @param logs which logs are collected by the kubelet's API
/// @param processCollection whether the pod's processes are listed
@ConfigurationProperties(FargateInjector.SERVICE)
public record SidecarConfig(
    @Bindable(defaultValue = IMAGE) String image,
    @Bindable(defaultValue = "") String pullSecrets,
    @Bindable(defaultValue = SITE) String site,
    @Nullable String clusterName,
    @Bindable(defaultValue = Names.COPY_SECRET) String secretName,
    @Bindable(defaultValue = Names.API_KEY) String apiKeyKey,
    @Bindable(defaultValue = Names.TOKEN) String tokenKey,
    @Bindable(defaultValue = CPU) String cpu,
    @Bindable(defaultValue = MEMORY) String memory,
    @Bindable(defaultValue = "") String tags,
    @Bindable(defaultValue = LOGS) String logs,
    @Bindable(defaultValue = "false") boolean processCollection) {
  static final String IMAGE = "gcr.io/datadoghq/agent:7.71.0";
  static final String SITE = "datadoghq.com";
  static final String CPU = "200m";
  static final String MEMORY = "256Mi";
  static final String LOGS = "off";

  /// Refuses what the API server would refuse in every pod.
  public SidecarConfig {
    Require.image("--image", image);
    Require.list(pullSecrets).forEach(each -> Require.name("--pull-secrets", each));
    Require.host("--site", site);
    Require.name("--secret-name", secretName);
    Require.key("--api-key-key", apiKeyKey);
    Require.key("--token-key", tokenKey);
    Require.quantity("--cpu", cpu, "200m");
    Require.quantity("--memory", memory, "256Mi");
    Require.tags("--tags", tags);
    Require.choice("--logs", logs, Logs.values());
  }

  /// The same as a value for the decision.
  public AgentSettings settings(String caConfigMap) {
    return new AgentSettings(
        image,
        Require.list(pullSecrets),
        site,
        Objects.requireNonNullElse(clusterName, ""),
        new SecretReference(secretName, apiKeyKey, tokenKey),
        cpu,
        memory,
        List.of(),
        Require.tags("--tags", tags),
        MissingNode.getInstance(),
        Require.choice("--logs", logs, Logs.values()),
        processCollection,
        caConfigMap);
  }
}
