// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static io.eksbridge.sync.TokenSyncConfig.NAMESPACE_SELECTOR;

import io.eksbridge.sync.AccessConfig.Access;
import java.time.Duration;
import picocli.CommandLine.Option;

/// The flags that say which namespaces hold a copy, and for how long.
final class ScopeOptions {
  @Option(
      names = "--namespace-selector",
      paramLabel = "SELECTOR",
      defaultValue = NAMESPACE_SELECTOR,
      description =
          "Labels of the namespaces that get a copy; '' for none by label. Default:"
              + " ${DEFAULT-VALUE}")
  String namespaceSelector;

  @Option(
      names = "--namespaces",
      paramLabel = "NAME,...",
      description = "Further namespaces that get a copy, * for any part of a name. Default: none")
  String namespaces;

  @Option(
      names = "--exclude-namespaces",
      paramLabel = "NAME,...",
      description = "Namespaces that get none, * for any part of a name. Default: none")
  String excludeNamespaces;

  @Option(
      names = "--follow-pods",
      arity = "1",
      paramLabel = "true|false",
      defaultValue = DemandConfig.FOLLOW_PODS,
      description =
          "Whether namespaces get a copy for the pods in them: on Fargate, or with the sidecar's"
              + " label. Default: ${DEFAULT-VALUE}")
  boolean followPods;

  @Option(
      names = "--release-delay",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = DemandConfig.RELEASE_DELAY,
      description =
          "How long a copy stays when its namespace no longer qualifies; with --once only 0s takes"
              + " copies away. Default: ${DEFAULT-VALUE}")
  Duration releaseDelay;

  @Option(
      names = "--release-limit",
      paramLabel = "PERCENT",
      defaultValue = DemandConfig.RELEASE_LIMIT,
      description =
          "Where a larger part of the copies is unwanted at once, none is taken away. Default:"
              + " ${DEFAULT-VALUE}")
  int releaseLimit;

  @Option(
      names = "--force",
      description = "Take over values that others hold in a Secret of the copy's name.")
  boolean force;

  @Option(
      names = "--access",
      paramLabel = "cluster|consent",
      defaultValue = AccessConfig.ACCESS,
      description =
          "Whether the rights to the copies hold everywhere, or where a RoleBinding gives them."
              + " Default: ${DEFAULT-VALUE}")
  Access access;
}
