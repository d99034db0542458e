// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static io.eksbridge.sync.TokenSyncConfig.CONCURRENCY;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The flags that all commands have.
final class Options {
  /// In the place of a source that was not given, for what needs none.
  private static final String UNKNOWN = "not/yet/known";

  @Option(
      names = "--api-key-source",
      paramLabel = "NAMESPACE/NAME/KEY",
      description = "Where the API key is. Default: none, only the names found are told")
  String apiKeySource;

  @Option(
      names = "--token-source",
      paramLabel = "NAMESPACE/NAME/KEY",
      description =
          "Where the cluster agent's token is. Default: none, only the names found are told")
  String tokenSource;

  @Option(
      names = "--copy-name",
      paramLabel = "NAME",
      defaultValue = Names.COPY_SECRET,
      description = "The copy's name in each namespace. Default: ${DEFAULT-VALUE}")
  String copyName;

  @Option(
      names = "--copy-api-key-key",
      paramLabel = "KEY",
      defaultValue = Names.API_KEY,
      description = "Its key of the API key. Default: ${DEFAULT-VALUE}")
  String copyApiKeyKey;

  @Option(
      names = "--copy-token-key",
      paramLabel = "KEY",
      defaultValue = Names.TOKEN,
      description = "Its key of the cluster agent's token. Default: ${DEFAULT-VALUE}")
  String copyTokenKey;

  @Option(
      names = "--profiles",
      paramLabel = "FILE",
      description =
          "The injector's profiles (YAML or JSON): Secrets by other names and keys where their"
              + " sidecars read such. Default: none")
  Path profiles;

  /// The flags of the sources that were not given.
  List<String> missing() {
    return Stream.of(
            apiKeySource == null ? "--api-key-source" : "",
            tokenSource == null ? "--token-source" : "")
        .filter(flag -> !flag.isEmpty())
        .toList();
  }

  /// Properties that stand in for them.
  Map<String, Object> unknown() {
    return missing().stream()
        .collect(Collectors.toMap(flag -> flag.replace("--", "token-sync."), _ -> UNKNOWN));
  }

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
