// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A volume of the pod that the sidecar needs.
public enum AgentVolume {
  /// The Agent's sockets, in every container.
  SOCKETS("ddsockets", "/var/run/datadog", true),
  /// The Agent's configuration, which it completes at its start.
  CONFIG("datadog-agent-config", "/etc/datadog-agent", true),
  /// What the Agent remembers while it runs.
  RUN("datadog-agent-run", "/opt/datadog-agent/run", true),
  /// Its scratch space.
  TMP("datadog-agent-tmp", "/tmp", true),
  /// Its logs.
  LOG("datadog-agent-log", "/var/log/datadog", true),
  /// The cluster agent's CA.
  CA("datadog-agent-ca", "/etc/datadog-agent/certificates", false),
  /// The ServiceAccount's token, for the sidecar alone.
  TOKEN("datadog-agent-token", "/var/run/secrets/kubernetes.io/serviceaccount", false);

  private final String volume;
  private final String path;
  private final boolean emptyDir;

  AgentVolume(String volume, String path, boolean emptyDir) {
    this.volume = volume;
    this.path = path;
    this.emptyDir = emptyDir;
  }

  /// Its name in the pod.
  public String volume() {
    return volume;
  }

  /// Where the sidecar has it.
  public String path() {
    return path;
  }

  /// Whether it begins empty and ends with the pod.
  public boolean emptyDir() {
    return emptyDir;
  }

  /// Those that a sidecar of these settings needs.
  public static List<AgentVolume> needed(
      AgentSettings agent, boolean hardened, boolean ownToken, boolean verified) {
    var needed = new ArrayList<>(List.of(SOCKETS));
    if (agent.readOnlyRoot(hardened)) {
      needed.addAll(List.of(CONFIG, RUN, TMP, LOG));
    } else if (agent.logs() != AgentSettings.Logs.OFF) {
      needed.add(RUN);
    }
    if (verified) {
      needed.add(CA);
    }
    if (ownToken) {
      needed.add(TOKEN);
    }
    return List.copyOf(needed);
  }

  /// Whether a container has something mounted at its place.
  boolean mountedIn(JsonNode container) {
    for (JsonNode mount : container.path("volumeMounts")) {
      if (at(mount, path)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a container has this volume mounted at its place.
  public boolean ownMountIn(JsonNode container) {
    for (JsonNode mount : container.path("volumeMounts")) {
      if (at(mount, path) && mount.path("name").asText().equals(volume)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a container has this volume mounted, wherever.
  public boolean mountedAnywhereIn(JsonNode container) {
    for (JsonNode mount : container.path("volumeMounts")) {
      if (mount.path("name").asText().equals(volume)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a pod has a volume of its name and of another kind.
  boolean takenIn(JsonNode spec) {
    for (JsonNode each : spec.path("volumes")) {
      if (each.path("name").asText().equals(volume)) {
        return !(emptyDir && each.path("emptyDir").isObject());
      }
    }
    return false;
  }

  /// Whether a mount is at a path.
  static boolean at(JsonNode mount, String path) {
    String at = mount.path("mountPath").asText();
    return at.equals(path) || (at.length() == path.length() + 1 && at.equals(path + "/"));
  }
}
