// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.Names;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemandTest {
  @ParameterizedTest
  @CsvSource({
    // namespace, on Fargate, label, decision, reason, demand
    "team,        true,  '',                  '',       '',                  SIDECAR",
    "team,        false, '',                  '',       '',                  NONE",
    "team,        false, sidecar=fargate,     '',       '',                  SIDECAR",
    "team,        false, sidecar=other,       '',       '',                  NONE",
    "team,        false, fargate=enabled,     '',       '',                  SIDECAR",
    "team,        true,  fargate=disabled,    '',       '',                  NONE",
    "kube-system, true,  '',                  '',       '',                  NONE",
    "kube-system, true,  sidecar=fargate,     '',       '',                  SIDECAR",
    "kube-system, true,  '',                  injected, fargate_scheduler,   SIDECAR",
    "team,        true,  fargate=disabled,    injected, fargate_scheduler,   SIDECAR",
    "team,        true,  '',                  skipped,  credentials_missing, MISSED",
    "team,        true,  '',                  skipped,  credentials_unknown, MISSED",
    "team,        true,  '',                  skipped,  already_injected,    SIDECAR",
    "team,        true,  '',                  skipped,  windows,             NONE",
    "team,        true,  sidecar=fargate,     skipped,  opted_out,           NONE",
  })
  void aPodIsAReasonForACopy(
      String namespace,
      boolean onFargate,
      String label,
      String decision,
      String reason,
      Demand demand) {
    Map<String, String> labels =
        Stream.of(label)
            .filter(text -> !text.isEmpty())
            .map(text -> text.split("=", -1))
            .collect(
                Collectors.toMap(
                    parts -> parts[0].equals("sidecar") ? Names.SIDECAR_LABEL : Names.FARGATE_KEY,
                    parts -> parts[1]));
    Map<String, String> annotations =
        decision.isEmpty()
            ? Map.of()
            : Map.of(Names.DECISION_ANNOTATION, decision, Names.REASON_ANNOTATION, reason);

    assertThat(Demand.of(new PodView(namespace, "web", labels, annotations, onFargate)))
        .isEqualTo(demand);
  }
}
