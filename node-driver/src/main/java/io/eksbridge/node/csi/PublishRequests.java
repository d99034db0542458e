// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeUnpublishVolumeRequest;
import io.eksbridge.node.library.LibraryForm;
import io.eksbridge.node.library.LibraryRequest;
import io.eksbridge.node.pull.LibraryVolume;
import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.Asked;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.node.volume.PodName;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeKind;
import io.eksbridge.node.volume.VolumeRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// From the wire to a checked request: every rule about a request's own fields.
///
/// @param agent where the Agent listens
/// @param kubelet the kubelet's folder
/// @param directories the folder of node directories; absent where there are to be none
record PublishRequests(AgentSockets agent, Path kubelet, Optional<Path> directories) {
  private static final String POD = "csi.storage.k8s.io/pod.";

  /// A request, or what is wrong with it.
  sealed interface Reading<T> {
    /// It can be worked on.
    record Checked<T>(T request) implements Reading<T> {}

    /// It cannot.
    record Unfit<T>(Problem why) implements Reading<T> {}
  }

  /// What the pod wrote as `volumeAttributes.type` or, before there was one, `.mode`: for the log.
  static String type(NodePublishVolumeRequest wire) {
    String mode = wire.getVolumeContextOrDefault("mode", "");
    return wire.getVolumeContextOrDefault("type", mode);
  }

  /// What the pod asks for, whatever else is wrong with the request.
  Asked asked(NodePublishVolumeRequest wire) {
    return Asked.read(wire.getVolumeContextMap(), agent);
  }

  Reading<VolumeRequest> publish(NodePublishVolumeRequest wire) {
    if (wire.getVolumeId().isEmpty()) {
      return bad("volume_id", "must not be empty");
    }
    if (wire.getTargetPath().isEmpty()) {
      return bad("target_path", "must not be empty");
    }
    if (!wire.hasVolumeCapability()) {
      return bad("volume_capability", "must be given");
    }
    if (wire.getVolumeCapability().hasBlock()) {
      return bad("volume_capability.block", "is not supported: volumes are folders and sockets");
    }
    return switch (asked(wire)) {
      case Asked.Unfit(var why, _) -> new Reading.Unfit<>(why);
      case Asked.Known(var kind, _) -> publish(wire, kind);
    };
  }

  /// Whether it asks for what is in the store of libraries.
  boolean isOfLibraries(NodePublishVolumeRequest wire) {
    return asked(wire) instanceof Asked.Known(var kind, _) && kind.isOfLibraries();
  }

  /// The same rules for a library's volume, and those of its own.
  Reading<LibraryVolume> library(NodePublishVolumeRequest wire) {
    return switch (publish(wire)) {
      case Reading.Unfit(var why) -> new Reading.Unfit<>(why);
      case Reading.Checked(var checked) -> library(wire, checked.target());
    };
  }

  private Reading<LibraryVolume> library(NodePublishVolumeRequest wire, TargetPath target) {
    String group = wire.getVolumeCapability().getMount().getVolumeMountGroup();
    Map<String, String> attributes = wire.getVolumeContextMap();
    VolumeKind kind = ((Asked.Known) asked(wire)).kind();
    if (kind == VolumeKind.DATADOG_INJECTOR_PRELOAD) {
      return wire.getReadonly()
          ? new Reading.Checked<>(
              new LibraryVolume(
                  wire.getVolumeId(), target, Optional.empty(), group, pod(attributes)))
          : bad(
              "readonly",
              "must be true: set spec.volumes[].csi.readOnly: true for a DatadogInjectorPreload");
    }
    LibraryForm form =
        kind == VolumeKind.DATADOG_SHARED_LIBRARY ? LibraryForm.SHARED : LibraryForm.AS_IT_IS;
    return switch (LibraryRequest.read(attributes, form, wire.getReadonly())) {
      case LibraryRequest.Reading.Unfit(var why) -> new Reading.Unfit<>(new Problem.OfLibrary(why));
      case LibraryRequest.Reading.Asked(var request) ->
          new Reading.Checked<>(
              new LibraryVolume(
                  wire.getVolumeId(), target, Optional.of(request), group, pod(attributes)));
    };
  }

  private static Optional<PodName> pod(Map<String, String> attributes) {
    String folder =
        String.join(
            "_",
            attributes.getOrDefault(POD + "namespace", ""),
            attributes.getOrDefault(POD + "name", ""),
            attributes.getOrDefault(POD + "uid", ""));
    return PodName.ofLogs(folder);
  }

  private Reading<VolumeRequest> publish(NodePublishVolumeRequest wire, VolumeKind kind) {
    return switch (TargetPath.read(wire.getTargetPath(), kubelet)) {
      case TargetPath.Reading.Unfit(var why) -> new Reading.Unfit<>(why);
      case TargetPath.Reading.Inside(var target) ->
          switch (source(wire, kind, target)) {
            case Reading.Unfit(var why) -> new Reading.Unfit<>(why);
            case Reading.Checked(var source) ->
                new Reading.Checked<>(new VolumeRequest(wire.getVolumeId(), source, target));
          };
    };
  }

  private Reading<Source> source(
      NodePublishVolumeRequest wire, VolumeKind kind, TargetPath target) {
    Optional<Source> agents = kind.source(agent);
    if (agents.isPresent()) {
      return new Reading.Checked<>(agents.get()); // the pod's group has no say: nobody writes there
    }
    if (kind.isOfLibraries()) { // which one is read by its own rules
      return new Reading.Checked<>(
          new Source.OfStore(kubelet, FileKind.DIRECTORY, Access.READ_ONLY));
    }
    if (directories.isEmpty()) {
      return new Reading.Unfit<>(new Problem.SwitchedOff());
    }
    String group = wire.getVolumeCapability().getMount().getVolumeMountGroup();
    return switch (NodeDirectory.read(
        directories.get(), wire.getVolumeContextMap(), group, target)) {
      case NodeDirectory.Reading.Unfit(var why) -> new Reading.Unfit<>(why);
      case NodeDirectory.Reading.Named(var directory) ->
          new Reading.Checked<>(
              new Source.OfNode(
                  directory, wire.getReadonly() ? Access.READ_ONLY : Access.READ_WRITE));
    };
  }

  Reading<TargetPath> unpublish(NodeUnpublishVolumeRequest wire) {
    if (wire.getVolumeId().isEmpty()) {
      return bad("volume_id", "must not be empty");
    }
    return switch (TargetPath.read(wire.getTargetPath(), kubelet)) {
      case TargetPath.Reading.Unfit(var why) -> new Reading.Unfit<>(why);
      case TargetPath.Reading.Inside(var target) -> new Reading.Checked<>(target);
    };
  }

  private static <T> Reading<T> bad(String field, String why) {
    return new Reading.Unfit<>(new Problem.BadField(field, why));
  }
}
