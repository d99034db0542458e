// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags of the sidecar and of the cluster agent's address, the same for every command that
/// decides.
public final class SidecarFlags {
  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      defaultValue = SidecarConfig.IMAGE,
      description = "The Agent's image. Default: ${DEFAULT-VALUE}")
  String image;

  @Option(
      names = "--site",
      paramLabel = "HOST",
      defaultValue = SidecarConfig.SITE,
      description = "The Datadog site that the Agent sends to. Default: ${DEFAULT-VALUE}")
  String site;

  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      description = "The cluster's name (DD_CLUSTER_NAME). Default: the variable is left out")
  @Nullable String clusterName;

  @Option(
      names = "--secret-name",
      paramLabel = "NAME",
      defaultValue = Names.COPY_SECRET,
      description =
          "The Secret of the credentials in the pod's namespace. Default: ${DEFAULT-VALUE}")
  String secretName;

  @Option(
      names = "--api-key-key",
      paramLabel = "KEY",
      defaultValue = Names.API_KEY,
      description = "Its key for the API key. Default: ${DEFAULT-VALUE}")
  String apiKeyKey;

  @Option(
      names = "--token-key",
      paramLabel = "KEY",
      defaultValue = Names.TOKEN,
      description = "Its key for the cluster agent's token. Default: ${DEFAULT-VALUE}")
  String tokenKey;

  @Option(
      names = "--cpu",
      paramLabel = "QUANTITY",
      defaultValue = SidecarConfig.CPU,
      description = "The sidecar's CPU, request and limit. Default: ${DEFAULT-VALUE}")
  String cpu;

  @Option(
      names = "--memory",
      paramLabel = "QUANTITY",
      defaultValue = SidecarConfig.MEMORY,
      description = "The sidecar's memory, request and limit. Default: ${DEFAULT-VALUE}")
  String memory;

  @Option(
      names = "--inject-without-credentials",
      arity = "0..1",
      paramLabel = "BOOLEAN",
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "Inject where the Secret is absent or unknown: the pod waits for it. Default: ${DEFAULT-VALUE}")
  boolean injectWithoutCredentials;

  @Option(
      names = "--cluster-agent-namespace",
      paramLabel = "NAME",
      defaultValue = AddressConfig.NAMESPACE,
      description = "The cluster agent's namespace. Default: ${DEFAULT-VALUE}")
  String clusterAgentNamespace;

  @Option(
      names = "--cluster-agent-service",
      paramLabel = "NAME",
      defaultValue = AddressConfig.CLUSTER_AGENT,
      description = "The cluster agent's own Service. Default: ${DEFAULT-VALUE}")
  String clusterAgentService;

  @Option(
      names = "--cluster-domain",
      paramLabel = "DOMAIN",
      defaultValue = AddressConfig.DOMAIN,
      description = "The domain of the cluster's names. Default: ${DEFAULT-VALUE}")
  String clusterDomain;

  @Option(
      names = "--cluster-agent-ip",
      paramLabel = "IP",
      description =
          "The cluster agent's IP for pods that cannot resolve its name. Default: what the cluster says")
  @Nullable String clusterAgentIp;

  /// The sidecar that these flags describe.
  public SidecarConfig sidecar() {
    return new SidecarConfig(
        image,
        site,
        clusterName,
        secretName,
        apiKeyKey,
        tokenKey,
        cpu,
        memory,
        injectWithoutCredentials);
  }

  /// The address that these flags describe.
  public AddressConfig address() {
    return new AddressConfig(
        clusterAgentNamespace, clusterAgentService, clusterDomain, clusterAgentIp);
  }
}
