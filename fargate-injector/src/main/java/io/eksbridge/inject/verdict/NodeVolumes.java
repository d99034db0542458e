// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The volumes of a pod that bring it the sockets of a node's Agent: written by Datadog's own
/// webhook or by the user. On a node they are what a pod needs; Fargate has neither the node's
/// directories nor the driver, and a pod with them never starts there.
///
/// @param names of the volumes
public record NodeVolumes(Set<String> names) {
  private static final NodeVolumes NONE = new NodeVolumes(Set.of());
  private static final List<String> OFFICIAL =
      List.of("datadog", "datadog-dogstatsd", "datadog-trace-agent");

  /// Keeps a copy of the names.
  public NodeVolumes {
    names = Set.copyOf(names);
  }

  /// Those of a pod.
  public static NodeVolumes of(PodView pod) {
    JsonNode volumes = pod.spec().path("volumes");
    if (volumes.isEmpty()) {
      return NONE;
    }
    var names = new HashSet<String>();
    for (JsonNode volume : volumes) {
      if (sockets(volume)) {
        names.add(volume.path("name").asText());
      }
    }
    return names.isEmpty() ? NONE : new NodeVolumes(names);
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /// Whether a container has something of its user's own where the sockets belong.
  public boolean occupied(JsonNode container) {
    for (JsonNode mount : container.path("volumeMounts")) {
      String volume = mount.path("name").asText();
      if (AgentVolume.at(mount, AgentVolume.SOCKETS.path())
          && !volume.equals(AgentVolume.SOCKETS.volume())
          && !names.contains(volume)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a volume asks the driver for something else than sockets: nothing on Fargate can stand
  /// in for that.
  static boolean beyondSockets(JsonNode volume) {
    return ofDriver(volume) && !sockets(volume);
  }

  private static boolean sockets(JsonNode volume) {
    if (ofDriver(volume)) {
      JsonNode attributes = volume.path("csi").path("volumeAttributes");
      String type = attributes.path("type").asText();
      return type.endsWith("Socket")
          || type.endsWith("SocketDirectory")
          || type.endsWith("SocketsDirectory")
          || (type.isEmpty() && attributes.has("mode"));
    }
    JsonNode hostPath = volume.path("hostPath");
    if (!hostPath.isObject()) {
      return false;
    }
    String path = hostPath.path("path").asText();
    return OFFICIAL.contains(volume.path("name").asText())
        || path.equals(AgentVolume.SOCKETS.path())
        || path.startsWith(AgentVolume.SOCKETS.path() + "/");
  }

  private static boolean ofDriver(JsonNode volume) {
    return volume.path("csi").path("driver").asText().equals(Names.DRIVER);
  }
}
