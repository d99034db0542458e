// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a pod may ask for in `volumeAttributes.type`.
public enum VolumeKind {
  /// The folder of the DogStatsD socket: outlives a restart of the Agent.
  DSD_SOCKET_DIRECTORY("DSDSocketDirectory", FileKind.DIRECTORY),
  /// The folder of the trace socket: outlives a restart of the Agent.
  APM_SOCKET_DIRECTORY("APMSocketDirectory", FileKind.DIRECTORY),
  /// The DogStatsD socket itself: as it is when the pod starts.
  DSD_SOCKET("DSDSocket", FileKind.SOCKET),
  /// The trace socket itself: as it is when the pod starts.
  APM_SOCKET("APMSocket", FileKind.SOCKET);

  private final String type;
  private final FileKind sourceKind;

  VolumeKind(String type, FileKind sourceKind) {
    this.type = type;
    this.sourceKind = sourceKind;
  }

  /// The kind of that name; upper and lower case matter, as in the official driver.
  public static Optional<VolumeKind> of(String type) {
    return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
  }

  /// All names, for messages.
  public static List<String> types() {
    return Arrays.stream(values()).map(VolumeKind::type).toList();
  }

  /// The value of `volumeAttributes.type`.
  public String type() {
    return type;
  }

  /// What is published.
  public Path source(AgentSockets agent) {
    return switch (this) {
      case DSD_SOCKET_DIRECTORY -> AgentSockets.folder(agent.dsd());
      case APM_SOCKET_DIRECTORY -> AgentSockets.folder(agent.apm());
      case DSD_SOCKET -> agent.dsd();
      case APM_SOCKET -> agent.apm();
    };
  }

  /// What the source must be.
  public FileKind sourceKind() {
    return sourceKind;
  }

  /// What it is mounted on: a folder on a folder, anything else on an empty file.
  public FileKind targetKind() {
    return sourceKind == FileKind.DIRECTORY ? FileKind.DIRECTORY : FileKind.FILE;
  }
}
