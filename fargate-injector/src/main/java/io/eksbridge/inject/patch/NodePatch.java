// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.NodeSockets;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Verdict;
import java.util.ArrayList;

/// Gives a pod on a node the sockets of that node's Agent, read-only, by volumes of our driver.
final class NodePatch {
  private final PodView pod;
  private final Draft draft = new Draft();

  private NodePatch(PodView pod) {
    this.pod = pod;
  }

  static JsonPatch of(PodView pod, Verdict.Connect verdict) {
    var patch = new NodePatch(pod);
    new Annotations(pod, verdict).write(patch.draft);
    patch.volumes();
    patch.containers("containers");
    patch.containers("initContainers");
    return patch.draft.patch();
  }

  private void volumes() {
    var volumes = new ArrayList<ObjectNode>();
    for (NodeSockets each : NodeSockets.BOTH) {
      ObjectNode volume = JsonNodeFactory.instance.objectNode().put("name", each.volume());
      ObjectNode csi = volume.putObject("csi").put("driver", Names.DRIVER).put("readOnly", true);
      csi.putObject("volumeAttributes").put("type", each.type());
      volumes.add(volume);
    }
    draft.append("/spec/volumes", pod.spec().path("volumes"), volumes);
  }

  private void containers(String field) {
    JsonNode containers = pod.spec().path(field);
    for (int index = 0; index < containers.size(); index++) {
      JsonNode container = containers.get(index);
      var mounts = new ArrayList<ObjectNode>();
      var env = new ArrayList<ObjectNode>();
      for (NodeSockets each : NodeSockets.BOTH) {
        if (each.occupied(container)) {
          continue;
        }
        mounts.add(Sidecar.mount(each.volume(), each.path()).put("readOnly", true));
        if (!Variables.sets(container.path("env"), each.variable())) {
          env.add(Variables.value(each.variable(), each.url()));
        }
      }
      String path = "/spec/" + field + "/" + index;
      draft.append(path + "/volumeMounts", container.path("volumeMounts"), mounts);
      draft.append(path + "/env", container.path("env"), env);
    }
  }
}
