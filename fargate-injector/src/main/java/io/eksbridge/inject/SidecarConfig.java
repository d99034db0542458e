// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.patch.SidecarSettings;
import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the sidecar is made of.
///
/// @param image the Agent's image
/// @param site where the Agent sends to
/// @param clusterName the cluster's name; absent, the Agent asks the cluster agent
/// @param secretName the Secret of the credentials, in the pod's namespace
/// @param apiKeyKey its key for the API key
/// @param tokenKey its key for the cluster agent's token
/// @param cpu request and limit
/// @param memory request and limit
/// @param injectWithoutCredentials whether a pod gets the sidecar where its Secret is absent
@ConfigurationProperties(FargateInjector.SERVICE)
public record SidecarConfig(
    @Bindable(defaultValue = IMAGE) String image,
    @Bindable(defaultValue = SITE) String site,
    @Nullable String clusterName,
    @Bindable(defaultValue = Names.COPY_SECRET) String secretName,
    @Bindable(defaultValue = Names.API_KEY) String apiKeyKey,
    @Bindable(defaultValue = Names.TOKEN) String tokenKey,
    @Bindable(defaultValue = CPU) String cpu,
    @Bindable(defaultValue = MEMORY) String memory,
    @Bindable(defaultValue = "false") boolean injectWithoutCredentials) {
  static final String IMAGE = "gcr.io/datadoghq/agent:7.71.0";
  static final String SITE = "datadoghq.com";
  static final String CPU = "200m";
  static final String MEMORY = "256Mi";

  /// Refuses what the API server would refuse in every pod.
  public SidecarConfig {
    require("--image", image, "\\S+", "be an image reference");
    require("--site", site, "[a-z0-9.-]+", "be a host name, such as datadoghq.eu");
    require("--secret-name", secretName, "[a-z0-9]([a-z0-9.-]*[a-z0-9])?", "be a Secret's name");
    require("--api-key-key", apiKeyKey, "[A-Za-z0-9._-]+", "be a key of a Secret");
    require("--token-key", tokenKey, "[A-Za-z0-9._-]+", "be a key of a Secret");
    require("--cpu", cpu, "[1-9][0-9]*m?|0?\\.[0-9]+", "be a quantity, such as 200m");
    require("--memory", memory, "[1-9][0-9]*([KMG]i?|k)?", "be a quantity, such as 256Mi");
  }

  /// The same as a value for the decision.
  public SidecarSettings settings() {
    return new SidecarSettings(
        image,
        site,
        Objects.requireNonNullElse(clusterName, ""),
        secretName,
        apiKeyKey,
        tokenKey,
        cpu,
        memory);
  }

  private static void require(String flag, String value, String pattern, String what) {
    if (!value.matches(pattern)) {
      throw new Refusal(flag + " must " + what + ", not '" + value + "'");
    }
  }
}
