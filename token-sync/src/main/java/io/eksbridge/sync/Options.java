// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static io.eksbridge.sync.TokenSyncConfig.CONCURRENCY;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The flags that all commands have.
final class Options {
  @Option(
      names = "--api-key-source",
      paramLabel = "NAMESPACE/NAME/KEY",
      description = "Where the API key is. Required.")
  String apiKeySource;

  @Option(
      names = "--token-source",
      paramLabel = "NAMESPACE/NAME/KEY",
      description = "Where the cluster agent's token is. Required.")
  String tokenSource;

  @Option(
      names = "--copy-name",
      paramLabel = "NAME",
      defaultValue = Names.COPY_SECRET,
      description = "The copy's name in each namespace. Default: ${DEFAULT-VALUE}")
  String copyName;

  @Mixin ScopeOptions scope;
  @Mixin RotationOptions rotation;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: the ServiceAccount of the pod.")
  Path kubeconfig;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = CONCURRENCY,
      description =
          "Changes under way at once, at most: it adapts to the API server. Default:"
              + " ${DEFAULT-VALUE}")
  int concurrency;

  @Option(
      names = "--state-namespace",
      paramLabel = "NAMESPACE",
      description =
          "Where several replicas share a Lease, eksbridge-token-sync. Default: none, this one is"
              + " alone")
  String stateNamespace;

  @Option(
      names = "--lease-duration",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = LeaderConfig.LEASE_DURATION,
      description =
          "After how long without a sign of the leader another replica takes over. Default:"
              + " ${DEFAULT-VALUE}")
  Duration leaseDuration;
}
