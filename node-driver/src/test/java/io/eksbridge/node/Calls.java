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

  /// An unpublish as the kubelet sends it.
  public static NodeUnpublishVolumeRequest unpublish(Path target) {
    return NodeUnpublishVolumeRequest.newBuilder()
        .setVolumeId("csi-1")
        .setTargetPath(target.toString())
        .build();
  }
}
