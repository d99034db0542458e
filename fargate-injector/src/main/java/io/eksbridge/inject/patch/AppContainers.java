// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.verdict.AgentVolume;
import io.eksbridge.inject.verdict.NodeSockets;
import io.eksbridge.inject.verdict.NodeVolumes;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Rules;
import java.util.ArrayList;
import java.util.List;

/// What the containers of the user need: the sidecar's sockets in the place of a node's, and to be
/// told of them; what the user set stays.
final class AppContainers {
  private final PodView pod;
  private final Draft draft;
  private final NodeVolumes nodes;
  private final boolean tagged;

  AppContainers(PodView pod, Draft draft) {
    this.pod = pod;
    this.draft = draft;
    this.nodes = NodeVolumes.of(pod);
    this.tagged = ServiceTag.any(pod.metadata().path("labels"));
  }

  /// Takes away the volumes that would keep the pod from starting.
  void dropNodeVolumes() {
    draft.removeNamed("/spec/volumes", pod.spec().path("volumes"), nodes.names());
  }

  void connect() {
    connect("containers", true);
    connect("initContainers", false);
  }

  private void connect(String field, boolean application) {
    JsonNode containers = pod.spec().path(field);
    for (int index = 0; index < containers.size(); index++) {
      JsonNode container = containers.get(index);
      String name = container.path("name").asText();
      if (!name.equals(Rules.CONTAINER) && !name.equals(Rules.COPY_CONTAINER)) {
        connect("/spec/" + field + "/" + index, container, application);
      }
    }
  }

  private void connect(String path, JsonNode container, boolean application) {
    JsonNode mounts = container.path("volumeMounts");
    draft.removeNamed(path + "/volumeMounts", mounts, nodes.names());
    boolean occupied = nodes.occupied(container);
    if (!occupied && !AgentVolume.SOCKETS.ownMountIn(container)) {
      draft.append(
          path + "/volumeMounts",
          mounts,
          List.of(Sidecar.mount(AgentVolume.SOCKETS.volume(), AgentVolume.SOCKETS.path())));
    }
    if (!occupied) {
      redirect(path, container.path("env"));
    }
    if (application) {
      draft.append(path + "/env", container.path("env"), missing(container, occupied));
    }
  }

  /// The URLs that lead to a node's sockets lead to the sidecar's; any other value is the user's
  /// own.
  private void redirect(String path, JsonNode env) {
    if (nodes.isEmpty()) {
      return;
    }
    for (int index = 0; index < env.size(); index++) {
      JsonNode variable = env.get(index);
      for (NodeSockets each : NodeSockets.BOTH) {
        if (variable.path("name").asText().equals(each.variable())
            && variable.path("value").asText().equals(each.url())) {
          draft.replace(
              path + "/env/" + index + "/value",
              JsonNodeFactory.instance.textNode(each.sidecarUrl()));
        }
      }
    }
  }

  private List<ObjectNode> missing(JsonNode container, boolean occupied) {
    JsonNode env = container.path("env");
    var missing = new ArrayList<ObjectNode>(2);
    if (!occupied) {
      for (NodeSockets each : NodeSockets.BOTH) {
        if (!Variables.sets(env, each.variable())) {
          missing.add(Variables.value(each.variable(), each.sidecarUrl()));
        }
      }
    }
    if (tagged) {
      addTags(container, missing);
    }
    return missing;
  }

  private void addTags(JsonNode container, List<ObjectNode> missing) {
    for (ServiceTag tag : ServiceTag.values()) {
      String own = tag.label(container.path("name").asText());
      String label = pod.label(own).isEmpty() ? tag.label() : own;
      if (!pod.label(label).isEmpty() && !Variables.sets(container.path("env"), tag.variable())) {
        missing.add(Variables.ofLabel(tag.variable(), label));
      }
    }
  }
}
