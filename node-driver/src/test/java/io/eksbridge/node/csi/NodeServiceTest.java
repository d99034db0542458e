// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.IdentityGrpc;
import csi.v1.NodeGetCapabilitiesRequest;
import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGrpc;
import csi.v1.ProbeRequest;
import io.eksbridge.node.Calls;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What the kubelet is answered.
final class NodeServiceTest extends ServedNode {
  @Test
  void publishingTwiceAnswersTwiceAndMountsOnce() {
    var _ = publish(Calls.publish("DSDSocketDirectory", target));
    var _ = publish(Calls.publish("DSDSocketDirectory", target));

    assertThat(kernel.calls()).containsExactly("make", "bind", "confine");
    assertThat(kernel.mounted(target)).isEqualTo(node.agent() + " nodev,noexec,nosuid,ro");
  }

  @Test
  void anotherVolumeAtTheSameTargetAlreadyExists() {
    var _ = publish(Calls.publish("DSDSocket", target));

    assertCode(Status.Code.ALREADY_EXISTS, () -> publish(Calls.publish("APMSocket", target)));
  }

  @Test
  void unpublishingWhatIsAbsentSucceeds() {
    unpublish(Calls.unpublish(target));

    assertThat(kernel.calls()).isEmpty();
  }

  @Test
  void aRequestWithoutIdOrTargetIsRefused() {
    var complete = Calls.unpublish(target);

    assertCode(
        Status.Code.INVALID_ARGUMENT,
        () -> publish(Calls.publish("DSDSocket", target).toBuilder().clearVolumeId().build()));

    assertCode(
        Status.Code.INVALID_ARGUMENT,
        () -> unpublish(complete.toBuilder().clearVolumeId().build()));
    assertCode(
        Status.Code.INVALID_ARGUMENT,
        () -> unpublish(complete.toBuilder().clearTargetPath().build()));
    assertCode(
        Status.Code.INVALID_ARGUMENT,
        () -> unpublish(complete.toBuilder().setTargetPath("/").build()));
  }

  @Test
  void theNodeIsNamed() {
    var info =
        NodeGrpc.newBlockingStub(channel).nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());

    assertThat(info.getNodeId()).isEqualTo("node-1");
  }

  @Test
  void theKubeletIsAskedForThePodsGroup() {
    var capabilities =
        NodeGrpc.newBlockingStub(channel)
            .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance())
            .getCapabilitiesList();

    assertThat(capabilities)
        .singleElement()
        .extracting(each -> each.getRpc().getType().name())
        .isEqualTo("VOLUME_MOUNT_GROUP");
  }

  @Test
  void aDirectoryIsMadeForThePodsGroupAndMountedWritable() {
    var _ = publish(Calls.directory("cache", 2000, target));

    Path directory = node.directories().directories().resolve("shop/cache");
    assertThat(kernel.owned(directory).group()).isEqualTo(2000);
    assertThat(kernel.mounted(target)).isEqualTo(directory + " nodev,noexec,nosuid,rw");
  }

  @Test
  void anOldClientsAuthorityIsNoObstacle() {
    var answer =
        ClientCalls.blockingUnaryCall(
            channel,
            IdentityGrpc.getProbeMethod(),
            CallOptions.DEFAULT.withAuthority("%2Fcsi%2Fcsi.sock"),
            ProbeRequest.getDefaultInstance());

    assertThat(answer.hasReady()).isFalse();
  }
}
