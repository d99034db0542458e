// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who tends a Secret, so that what we wrote would be undone or would hide what it should hold: an
/// owner that controls it, External Secrets, Argo CD.
public final class Tender {
  private static final List<String> OF_EXTERNAL_SECRETS =
      List.of("reconcile.external-secrets.io/managed", "reconcile.external-secrets.io/created-by");
  private static final String ARGO_CD_INSTANCE = "argocd.argoproj.io/instance";
  private static final String ARGO_CD_TRACKING = "argocd.argoproj.io/tracking-id";

  private Tender() {}

  /// The tender of an object with these labels and annotations, and with owners told as
  /// `Kind/name`.
  public static Optional<String> of(
      Map<String, String> labels, Map<String, String> annotations, List<String> owners) {
    if (!owners.isEmpty()) {
      return Optional.of(owners.getFirst());
    }
    if (OF_EXTERNAL_SECRETS.stream().anyMatch(labels::containsKey)) {
      return Optional.of("External Secrets");
    }
    return labels.containsKey(ARGO_CD_INSTANCE) || annotations.containsKey(ARGO_CD_TRACKING)
        ? Optional.of("Argo CD")
        : Optional.empty();
  }
}
