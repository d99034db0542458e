// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.ForeignAgent;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Rules;
import java.util.Optional;

/// Whose Agent runs in a pod.
public enum SidecarKind {
  /// The webhook of ours added it.
  OURS,
  /// Datadog's own webhook added it.
  OFFICIAL,
  /// The user wrote it into a pod that asks to be looked after.
  HAND_WRITTEN,
  /// None, or one that is not our business.
  NONE;

  /// What runs there, told by containers: a mark alone is nobody's Agent.
  static SidecarKind of(PodView pod) {
    if (says(pod, "disabled")) {
      return NONE;
    }
    return agent(pod)
        .map(
            container -> {
              if (container.path("name").asText().equals(Rules.CONTAINER)) {
                boolean ours = pod.annotation(Names.DECISION_ANNOTATION).equals("injected");
                return ours ? OURS : OFFICIAL;
              }
              boolean asks =
                  says(pod, "enabled") || pod.label(Names.SIDECAR_LABEL).equals("fargate");
              return asks ? HAND_WRITTEN : NONE;
            })
        .orElse(NONE);
  }

  /// The container of the Agent.
  static Optional<JsonNode> agent(PodView pod) {
    return pod.allContainers()
        .filter(each -> each.path("name").asText().equals(Rules.CONTAINER))
        .findFirst()
        .or(
            () ->
                pod.allContainers()
                    .filter(each -> !each.path("name").asText().equals(Rules.COPY_CONTAINER))
                    .filter(ForeignAgent::is)
                    .findFirst());
  }

  private static boolean says(PodView pod, String value) {
    return pod.label(Names.FARGATE_KEY).equals(value)
        || pod.annotation(Names.FARGATE_KEY).equals(value);
  }
}
