// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeUnpublishVolumeRequest;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeKind;
import io.eksbridge.node.volume.VolumeRequest;
import java.nio.file.Path;
import java.util.Optional;

/// From the wire to a checked request: every rule about a request's own fields.
///
/// @param agent where the Agent listens
/// @param kubelet the kubelet's folder
record PublishRequests(AgentSockets agent, Path kubelet) {
  private static final String TYPE = "type";

  /// A request, or what is wrong with it.
  sealed interface Reading<T> {
    /// It can be worked on.
    record Checked<T>(T request) implements Reading<T> {}

    /// It cannot.
    record Unfit<T>(Problem why) implements Reading<T> {}
  }

  /// What the pod wrote as `volumeAttributes.type`, be it known or not.
  static String type(NodePublishVolumeRequest wire) {
    return wire.getVolumeContextOrDefault(TYPE, "");
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
    Optional<VolumeKind> kind = VolumeKind.of(type(wire));
    if (kind.isEmpty()) {
      return new Reading.Unfit<>(new Problem.UnknownType(type(wire)));
    }
    return switch (TargetPath.read(wire.getTargetPath(), kubelet)) {
      case TargetPath.Reading.Unfit(var why) -> new Reading.Unfit<>(why);
      case TargetPath.Reading.Inside(var target) ->
          new Reading.Checked<>(
              new VolumeRequest(wire.getVolumeId(), kind.get(), kind.get().source(agent), target));
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
