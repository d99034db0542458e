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
  APM_SOCKET("APMSocket", FileKind.SOCKET),
  /// The DogStatsD stream socket itself: as it is when the pod starts.
  DSD_STREAM_SOCKET("DSDStreamSocket", FileKind.SOCKET),
  /// An older name of [#DSD_SOCKET_DIRECTORY].
  DATADOG_SOCKETS_DIRECTORY("DatadogSocketsDirectory", FileKind.DIRECTORY),
  /// A tracing library out of an OCI image.
  DATADOG_LIBRARY("DatadogLibrary", FileKind.DIRECTORY),
  /// The same, its files for their owner alone.
  DATADOG_SHARED_LIBRARY("DatadogSharedLibrary", FileKind.DIRECTORY),
  /// The file by which the dynamic loader finds the injector.
  DATADOG_INJECTOR_PRELOAD("DatadogInjectorPreload", FileKind.FILE),
  /// A directory of the node, see [NodeDirectory].
  NODE_DIRECTORY("NodeDirectory", FileKind.DIRECTORY);

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

  /// All names but the older ones, for messages.
  public static List<String> types() {
    return Arrays.stream(values())
        .filter(kind -> kind == kind.successor())
        .map(VolumeKind::type)
        .toList();
  }

  /// The value of `volumeAttributes.type`.
  public String type() {
    return type;
  }

  /// What to write in its place: the same, unless this name is an older one.
  public VolumeKind successor() {
    return this == DATADOG_SOCKETS_DIRECTORY ? DSD_SOCKET_DIRECTORY : this;
  }

  /// Whether it is of the store of libraries.
  public boolean isOfLibraries() {
    return switch (this) {
      case DATADOG_LIBRARY, DATADOG_SHARED_LIBRARY, DATADOG_INJECTOR_PRELOAD -> true;
      case DSD_SOCKET_DIRECTORY,
          APM_SOCKET_DIRECTORY,
          DSD_SOCKET,
          APM_SOCKET,
          DSD_STREAM_SOCKET,
          DATADOG_SOCKETS_DIRECTORY,
          NODE_DIRECTORY ->
          false;
    };
  }

  /// What is published of the Agent's; absent where it is not the Agent's.
  public Optional<Source> source(AgentSockets agent) {
    return path(agent).map(path -> new Source.OfAgent(path, sourceKind));
  }

  private Optional<Path> path(AgentSockets agent) {
    return switch (this) {
      case DSD_SOCKET_DIRECTORY, DATADOG_SOCKETS_DIRECTORY ->
          Optional.of(AgentSockets.folder(agent.dsd()));
      case APM_SOCKET_DIRECTORY -> Optional.of(AgentSockets.folder(agent.apm()));
      case DSD_SOCKET -> Optional.of(agent.dsd());
      case APM_SOCKET -> Optional.of(agent.apm());
      case DSD_STREAM_SOCKET -> Optional.of(agent.dsdStream());
      case DATADOG_LIBRARY, DATADOG_SHARED_LIBRARY, DATADOG_INJECTOR_PRELOAD, NODE_DIRECTORY ->
          Optional.empty();
    };
  }
}
