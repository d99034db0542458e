// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags of which pods get what, the same for every command that decides.
public final class ScopeFlags {
  @Option(
      names = "--profiles",
      paramLabel = "FILE",
      description =
          "Profiles, YAML or JSON: the first that matches a pod is used, else what the flags say. Default: none")
  @Nullable Path profiles;

  @Option(
      names = "--kube-system-pods",
      paramLabel = "SELECTOR",
      defaultValue = "",
      description =
          "Pods of kube-system that get the sidecar without a mark, such as 'k8s-app in (kube-dns,metrics-server)'. Default: none")
  String kubeSystemPods;

  @Option(
      names = "--mixed-workloads",
      arity = "0..1",
      paramLabel = "BOOLEAN",
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "A pod with the opt-in label that goes to a node gets the sockets of that node's Agent. Default: ${DEFAULT-VALUE}")
  boolean mixedWorkloads;

  @Option(
      names = "--official-sidecar",
      paramLabel = "WHAT",
      defaultValue = ScopeConfig.OFFICIAL_SIDECAR,
      description =
          "The container of Datadog's own webhook: leave, replace. Default: ${DEFAULT-VALUE}")
  String officialSidecar;

  @Option(
      names = "--token-sync-selector",
      paramLabel = "SELECTOR",
      defaultValue = ScopeConfig.TOKEN_SYNC_SELECTOR,
      description =
          "The labels of namespaces that token-sync selects, so that first pods need not wait. Default: ${DEFAULT-VALUE}")
  String tokenSyncSelector;

  @Option(
      names = "--token-sync-names",
      paramLabel = "NAME,...",
      defaultValue = "",
      description =
          "Further namespaces that token-sync selects, * for any part of a name. Default: none")
  String tokenSyncNames;

  @Option(
      names = "--token-sync-excluded",
      paramLabel = "NAME,...",
      defaultValue = "",
      description = "Namespaces that token-sync leaves out. Default: none")
  String tokenSyncExcluded;

  /// The scope that these flags describe.
  public ScopeConfig scope() {
    return new ScopeConfig(
        profiles,
        kubeSystemPods,
        mixedWorkloads,
        officialSidecar,
        tokenSyncSelector,
        tokenSyncNames,
        tokenSyncExcluded);
  }
}
