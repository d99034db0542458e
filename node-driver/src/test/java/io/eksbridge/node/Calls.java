// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeUnpublishVolumeRequest;
import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.MountVolume;
import java.nio.file.Path;

/// What the kubelet asks of a driver.
public final class Calls {
  private Calls() {}

  /// A publish as the kubelet sends it.
  public static NodePublishVolumeRequest publish(String type, Path target) {
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId("csi-1")
        .setTargetPath(target.toString())
        .setVolumeCapability(
            VolumeCapability.newBuilder().setMount(MountVolume.getDefaultInstance()))
        .putVolumeContext("type", type)
        .build();
  }

  /// The publish of a node directory, with what the kubelet adds of the pod.
  public static NodePublishVolumeRequest directory(String name, long group, Path target) {
    var mount = MountVolume.newBuilder().setVolumeMountGroup(Long.toString(group));
    return publish("NodeDirectory", target).toBuilder()
        .setVolumeCapability(VolumeCapability.newBuilder().setMount(mount))
        .putVolumeContext("name", name)
        .putVolumeContext("csi.storage.k8s.io/pod.namespace", "shop")
        .putVolumeContext(
            "csi.storage.k8s.io/pod.uid", target.getName(target.getNameCount() - 5).toString())
        .build();
  }

  /// An unpublish as the kubelet sends it.
  public static NodeUnpublishVolumeRequest unpublish(Path target) {
    return NodeUnpublishVolumeRequest.newBuilder()
        .setVolumeId("csi-1")
        .setTargetPath(target.toString())
        .build();
  }
}
