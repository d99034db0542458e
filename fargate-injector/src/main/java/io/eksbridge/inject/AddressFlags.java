// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags of where the cluster agent is, the same for every command that decides.
public final class AddressFlags {
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

  @Option(
      names = "--cluster-agent-ca",
      paramLabel = "CONFIGMAP",
      description =
          "ConfigMap in the pod's namespace with the cluster agent's CA (ca.crt; Agent 7.78). Default: not verified")
  @Nullable String clusterAgentCa;

  /// The address that these flags describe.
  public AddressConfig address() {
    return new AddressConfig(
        clusterAgentNamespace, clusterAgentService, clusterDomain, clusterAgentIp, clusterAgentCa);
  }
}
