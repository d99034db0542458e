// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.verdict.ClusterView.Endpoint;
import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the cluster agent is.
///
/// @param clusterAgentNamespace its namespace
/// @param clusterAgentService its own Service, whose name its certificate carries
/// @param clusterDomain the domain of the cluster's names
/// @param clusterAgentIp an IP that wins over what the cluster says
/// @param clusterAgentCa the ConfigMap with its CA in the pod's namespace; absent, its certificate
///     is not checked
@ConfigurationProperties(FargateInjector.SERVICE)
public record AddressConfig(
    @Bindable(defaultValue = NAMESPACE) String clusterAgentNamespace,
    @Bindable(defaultValue = CLUSTER_AGENT) String clusterAgentService,
    @Bindable(defaultValue = DOMAIN) String clusterDomain,
    @Nullable String clusterAgentIp,
    @Nullable String clusterAgentCa) {
  static final String NAMESPACE = "datadog";
  static final String CLUSTER_AGENT = "datadog-cluster-agent";
  static final String DOMAIN = "cluster.local";

  /// Refuses an address that no Agent could use.
  public AddressConfig {
    name("--cluster-agent-namespace", clusterAgentNamespace);
    name("--cluster-agent-service", clusterAgentService);
    name("--cluster-domain", clusterDomain);
    if (clusterAgentIp != null) {
      Require.ip("--cluster-agent-ip", clusterAgentIp);
    }
    if (clusterAgentCa != null) {
      Require.name("--cluster-agent-ca", clusterAgentCa);
    }
  }

  /// The full name of the cluster agent's Service.
  public String serviceName() {
    return clusterAgentService + "." + clusterAgentNamespace + ".svc." + clusterDomain;
  }

  /// The IP that the operator gave.
  public Optional<Endpoint> given() {
    return Optional.ofNullable(clusterAgentIp).map(ip -> new Endpoint(ip, "--cluster-agent-ip"));
  }

  private static void name(String flag, String value) {
    if (!value.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw new Refusal(flag + " must be a DNS name, not '" + value + "'");
    }
  }
}
