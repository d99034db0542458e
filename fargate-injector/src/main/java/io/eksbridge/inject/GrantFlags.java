// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.access.Mode;
import picocli.CommandLine.Option;

/// Who may read which kubelet.
final class GrantFlags {
  @Option(
      names = "--kubelet-access",
      paramLabel = "HOW",
      defaultValue = GrantConfig.KUBELET_ACCESS,
      description =
          "What ServiceAccounts of pods with a sidecar are granted: scoped (the kubelets of their"
              + " own pods' nodes), cluster (all kubelets), off. Default: ${DEFAULT-VALUE}")
  Mode kubeletAccess;
}
