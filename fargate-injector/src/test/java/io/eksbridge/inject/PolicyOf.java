// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.ClusterView.Endpoint;
import io.eksbridge.inject.verdict.ClusterView.SecretView;
import io.eksbridge.inject.verdict.NamespaceView;
import io.eksbridge.inject.verdict.Policy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The policy that flags describe, and clusters to ask it about, for tests of the decision alone.
@Command
public final class PolicyOf {
  @Mixin SidecarFlags sidecar;
  @Mixin FitFlags fit;
  @Mixin AddressFlags address;
  @Mixin ScopeFlags scope;

  /// The policy of these flags.
  public static Policy flags(String... flags) {
    var policy = new PolicyOf();
    new CommandLine(policy).parseArgs(flags);
    return Policies.of(
        policy.sidecar.sidecar(), policy.fit.fit(), policy.address.address(), policy.scope.scope());
  }

  /// The mark of these flags.
  public static ConfigurationMark mark(String... flags) {
    var policy = new PolicyOf();
    new CommandLine(policy).parseArgs(flags);
    return ConfigurationMark.of(
        policy.sidecar.sidecar(), policy.fit.fit(), policy.address.address(), policy.scope.scope());
  }

  /// A cluster in which this is known of the Secret, and nothing else but the namespace's labels.
  public static ClusterView cluster(
      String namespace, Map<String, String> labels, Optional<SecretView> secret) {
    return new ClusterView(
        Optional.empty(),
        NamespaceView.of(namespace, labels),
        secret.map(each -> Map.of(Names.COPY_SECRET, each)).orElse(Map.of()),
        Set.of(),
        false);
  }

  /// A cluster in which all is well.
  public static ClusterView ready(String namespace) {
    return new ClusterView(
        Optional.of(new Endpoint("172.20.0.9", "Service datadog/cluster-agent-stable")),
        NamespaceView.of(namespace, Map.of()),
        Map.of(Names.COPY_SECRET, new SecretView.Complete()),
        Set.of(),
        false);
  }
}
