// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// The volumes of our driver that a pod on a node gets, with the paths and variables of Datadog's
/// own `csi` mode: folders, so that they stay right when the Agent restarts.
///
/// @param volume the name in the pod
/// @param type that the driver is asked for
/// @param path in every container
/// @param variable that tells an application of it
/// @param listener the variable that tells the Agent where to listen
/// @param socket the file in the folder
public record NodeSockets(
    String volume, String type, String path, String variable, String listener, String socket) {
  /// DogStatsD and traces.
  public static final List<NodeSockets> BOTH =
      List.of(
          new NodeSockets(
              "datadog-dsd",
              "DSDSocketDirectory",
              "/var/run/datadog/dsd",
              "DD_DOGSTATSD_URL",
              "DD_DOGSTATSD_SOCKET",
              "dsd.socket"),
          new NodeSockets(
              "datadog-apm",
              "APMSocketDirectory",
              "/var/run/datadog/apm",
              "DD_TRACE_AGENT_URL",
              "DD_APM_RECEIVER_SOCKET",
              "apm.socket"));

  /// The URL of the socket on a node.
  public String url() {
    return "unix://" + path + "/" + socket;
  }

  /// The URL of the same socket of a sidecar.
  public String sidecarUrl() {
    return "unix://" + AgentVolume.SOCKETS.path() + "/" + socket;
  }

  /// Whether a container has something of its user's own at that place.
  public boolean occupied(JsonNode container) {
    for (JsonNode mount : container.path("volumeMounts")) {
      if (AgentVolume.at(mount, path) || AgentVolume.at(mount, AgentVolume.SOCKETS.path())) {
        return true;
      }
    }
    return false;
  }

  static Verdict verdict(PodView pod) {
    for (JsonNode volume : pod.spec().path("volumes")) {
      for (NodeSockets each : BOTH) {
        if (volume.path("name").asText().equals(each.volume())) {
          return new Verdict.Skip(Reason.VOLUME_CONFLICT);
        }
      }
    }
    var warnings = new ArrayList<String>();
    pod.allContainers()
        .filter(container -> BOTH.stream().anyMatch(each -> each.occupied(container)))
        .map(Warnings::keepsItsMount)
        .forEach(warnings::add);
    return new Verdict.Connect(Reason.EC2_NODE, warnings);
  }
}
