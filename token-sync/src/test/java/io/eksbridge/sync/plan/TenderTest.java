// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TenderTest {
  @Test
  void anOwnerExternalSecretsOrArgoCdTendASecret() {
    assertThat(Tender.of(Map.of(), Map.of(), List.of("ExternalSecret/datadog")))
        .contains("ExternalSecret/datadog");
    assertThat(
            Tender.of(Map.of("reconcile.external-secrets.io/managed", "true"), Map.of(), List.of()))
        .contains("External Secrets");
    assertThat(Tender.of(Map.of("argocd.argoproj.io/instance", "app"), Map.of(), List.of()))
        .contains("Argo CD");
    assertThat(Tender.of(Map.of(), Map.of("argocd.argoproj.io/tracking-id", "app:x"), List.of()))
        .contains("Argo CD");
  }

  @Test
  void neitherOurOwnAnnotationsNorHelmsLabelsMakeATender() {
    assertThat(
            Tender.of(
                Map.of("app.kubernetes.io/managed-by", "Helm"),
                Ownership.AGAINST_PRUNING,
                List.of()))
        .isEmpty();
  }
}
