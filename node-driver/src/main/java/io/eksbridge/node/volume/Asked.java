// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a pod's `volumeAttributes` ask for: `type`, or, where there is none, the `mode` and `path`
/// of the official driver's first releases.
public sealed interface Asked {
  /// The label of whatever is not known.
  String UNSUPPORTED = "unsupported";

  /// The value of `mode` for one socket.
  String MODE_SOCKET = "socket";

  /// The value of `mode` for a folder of sockets.
  String MODE_LOCAL = "local";

  /// Something that there is.
  ///
  /// @param label its name in the metrics: the type, or the mode
  record Known(VolumeKind kind, String label) implements Asked {
    /// Whether a newer spelling asks for the same.
    public boolean isDeprecated() {
      return kind == VolumeKind.DATADOG_SOCKETS_DIRECTORY || !label.equals(kind.type());
    }
  }

  /// Something that there is not.
  record Unfit(Problem why, String label) implements Asked {}

  /// Its name in the metrics; a pod cannot choose it freely.
  String label();

  /// Reads the attributes.
  static Asked read(Map<String, String> attributes, AgentSockets agent) {
    String type = attributes.get("type");
    String mode = attributes.get("mode");
    if (type != null || mode == null) {
      String given = type == null ? "" : type;
      return VolumeKind.of(given)
          .<Asked>map(kind -> new Known(kind, kind.type()))
          .orElseGet(() -> new Unfit(new Problem.UnknownType(given), UNSUPPORTED));
    }
    return switch (mode) {
      case MODE_SOCKET ->
          legacy(mode, attributes, agent, VolumeKind.DSD_SOCKET, VolumeKind.APM_SOCKET);
      case MODE_LOCAL ->
          legacy(
              mode,
              attributes,
              agent,
              VolumeKind.DSD_SOCKET_DIRECTORY,
              VolumeKind.APM_SOCKET_DIRECTORY);
      default -> new Unfit(new Problem.UnknownMode(mode), UNSUPPORTED);
    };
  }

  private static Asked legacy(
      String mode, Map<String, String> attributes, AgentSockets agent, VolumeKind... kinds) {
    String path = attributes.getOrDefault("path", "");
    Map<String, VolumeKind> permitted = new LinkedHashMap<>();
    for (VolumeKind kind : kinds) {
      kind.source(agent).ifPresent(source -> permitted.putIfAbsent(source.path().toString(), kind));
    }
    VolumeKind kind = permitted.get(path);
    return kind == null
        ? new Unfit(new Problem.PathNotPermitted(path, List.copyOf(permitted.keySet())), mode)
        : new Known(kind, mode);
  }
}
