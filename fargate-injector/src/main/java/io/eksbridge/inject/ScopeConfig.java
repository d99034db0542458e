// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.verdict.CopyScope;
import io.eksbridge.inject.verdict.LabelSelector;
import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which pods get what.
///
/// @param profiles the file of the profiles that come before the one of the flags
/// @param kubeSystemPods which pods of kube-system get the sidecar without a mark of their own
/// @param mixedWorkloads whether a pod that opts in and goes to a node gets that Agent's sockets
/// @param officialSidecar what is done with the container of Datadog's own webhook
/// @param tokenSyncSelector the labels of namespaces in which token-sync keeps its copy
/// @param tokenSyncNames further such namespaces, by name
/// @param tokenSyncExcluded namespaces that it leaves out, by name
@ConfigurationProperties(FargateInjector.SERVICE)
public record ScopeConfig(
    @Nullable Path profiles,
    @Bindable(defaultValue = "") String kubeSystemPods,
    @Bindable(defaultValue = "false") boolean mixedWorkloads,
    @Bindable(defaultValue = OFFICIAL_SIDECAR) String officialSidecar,
    @Bindable(defaultValue = TOKEN_SYNC_SELECTOR) String tokenSyncSelector,
    @Bindable(defaultValue = "") String tokenSyncNames,
    @Bindable(defaultValue = "") String tokenSyncExcluded) {
  static final String OFFICIAL_SIDECAR = "leave";
  static final String TOKEN_SYNC_SELECTOR = Names.FARGATE_KEY + "=enabled";

  /// Refuses what selects nothing that could be.
  public ScopeConfig {
    if (profiles != null && !Files.isReadable(profiles)) {
      throw new Refusal("--profiles " + profiles + ": no such file, or it cannot be read");
    }
    Require.selector("--kube-system-pods", kubeSystemPods);
    Require.choice("--official-sidecar", officialSidecar, Official.values());
    Require.selector("--token-sync-selector", tokenSyncSelector);
    Require.patterns("--token-sync-names", Require.list(tokenSyncNames));
    Require.patterns("--token-sync-excluded", Require.list(tokenSyncExcluded));
  }

  /// The same without a file of profiles.
  ScopeConfig withoutFile() {
    return new ScopeConfig(
        null,
        kubeSystemPods,
        mixedWorkloads,
        officialSidecar,
        tokenSyncSelector,
        tokenSyncNames,
        tokenSyncExcluded);
  }

  /// Where token-sync keeps the Secret of this name.
  CopyScope copies(String secret) {
    return new CopyScope(
        secret,
        Require.selector("--token-sync-selector", tokenSyncSelector),
        Require.patterns("--token-sync-names", Require.list(tokenSyncNames)),
        Require.patterns("--token-sync-excluded", Require.list(tokenSyncExcluded)));
  }

  /// Pods of kube-system that need no mark.
  Optional<LabelSelector> systemPods() {
    return kubeSystemPods.isBlank()
        ? Optional.empty()
        : Optional.of(Require.selector("--kube-system-pods", kubeSystemPods));
  }

  /// Whether the container of Datadog's own webhook gives way.
  boolean replacesOfficial() {
    return officialSidecar.equals(Require.word(Official.REPLACE));
  }

  /// What is done with the container of Datadog's own webhook.
  private enum Official {
    LEAVE,
    REPLACE
  }
}
