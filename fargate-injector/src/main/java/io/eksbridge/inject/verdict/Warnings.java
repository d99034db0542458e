// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.verdict.Choices.FormChoice;
import io.eksbridge.inject.verdict.Verdict.Form;
import java.util.ArrayList;
import java.util.List;

/// What the user of a pod that is injected should know, in sentences that fit a warning.
final class Warnings {
  private Warnings() {}

  static List<String> of(Question on) {
    var warnings = new ArrayList<>(on.overrides().warnings());
    if (on.growth().grows()) {
      warnings.add("Fargate size " + on.growth() + ".");
    }
    switch (on.credentials()) {
      case PRESENT, COMING -> {}
      case MISSING -> warnings.add(Reason.CREDENTIALS_MISSING.sentence());
      case WITHOUT_API_KEY -> warnings.add(Reason.API_KEY_MISSING.sentence());
      case WITHOUT_TOKEN -> warnings.add(Reason.TOKEN_MISSING.sentence());
      case UNKNOWN -> warnings.add(Reason.CREDENTIALS_UNKNOWN.sentence());
    }
    if (on.address() instanceof ClusterAgentAddress.Unknown) {
      warnings.add("Without a cluster agent: its name is not resolved and its IP not known.");
    }
    if (!on.overrides().agent().caConfigMap().isEmpty() && on.url().isPresent() && !on.verified()) {
      warnings.add("The cluster agent is not verified: its certificate has no IP.");
    }
    if (on.overrides().form() == FormChoice.CONTAINER && on.fit().form() == Form.NATIVE_SIDECAR) {
      warnings.add("A native sidecar: with its own processes only, a container would not end.");
    }
    if (on.overrides().agent().processes() && !on.pod().mayShareProcesses()) {
      warnings.add("The pod does not share its processes: the Agent lists none of them.");
    }
    volumes(on.pod(), warnings);
    return warnings;
  }

  static String keepsItsMount(JsonNode container) {
    return container.path("name").asText()
        + " keeps its own mount at "
        + AgentVolume.SOCKETS.path();
  }

  private static void volumes(PodView pod, List<String> warnings) {
    NodeVolumes nodes = NodeVolumes.of(pod);
    for (String field : List.of("containers", "initContainers")) {
      for (JsonNode container : pod.spec().path(field)) {
        if (nodes.occupied(container)) {
          warnings.add(keepsItsMount(container));
        }
      }
    }
    for (JsonNode volume : pod.spec().path("volumes")) {
      if (NodeVolumes.beyondSockets(volume)) {
        warnings.add(
            "Volume " + volume.path("name").asText() + " needs a driver that Fargate has not.");
      }
    }
  }
}
