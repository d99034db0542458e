// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.NodePublishVolumeRequest;
import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.BlockVolume;
import io.eksbridge.node.Calls;
import io.eksbridge.node.csi.PublishRequests.Reading;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeKind;
import io.eksbridge.node.volume.VolumeRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PublishRequestsTest {
  private static final Path KUBELET = Path.of("/var/lib/kubelet");
  private static final Path TARGET = KUBELET.resolve("pods/1/volumes/kubernetes.io~csi/dd/mount");
  private static final PublishRequests REQUESTS =
      new PublishRequests(
          new AgentSockets(
              Path.of("/run/dd/dsd.socket"),
              Path.of("/run/dd/apm.socket"),
              Path.of("/run/dd/st.socket")),
          KUBELET);

  @Test
  void aGoodRequestIsRead() {
    assertThat(REQUESTS.publish(Calls.publish("APMSocketDirectory", TARGET)))
        .isEqualTo(
            new Reading.Checked<>(
                new VolumeRequest(
                    "csi-1",
                    VolumeKind.APM_SOCKET_DIRECTORY,
                    Path.of("/run/dd"),
                    new TargetPath(TARGET, KUBELET))));
  }

  @ParameterizedTest
  @MethodSource("spoiled")
  void aSpoiledRequestIsRefusedNamingWhatToChange(
      String named, UnaryOperator<NodePublishVolumeRequest.Builder> spoil) {
    var request = spoil.apply(Calls.publish("DSDSocket", TARGET).toBuilder()).build();

    assertThat(REQUESTS.publish(request))
        .isInstanceOfSatisfying(
            Reading.Unfit.class,
            unfit -> {
              Status status = RpcStatus.of(unfit.why());
              assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(status.getDescription()).contains(named);
            });
  }

  static Stream<Arguments> spoiled() {
    return Stream.of(
        spoiled("volume_id", NodePublishVolumeRequest.Builder::clearVolumeId),
        spoiled("target_path", NodePublishVolumeRequest.Builder::clearTargetPath),
        spoiled("target_path", wire -> wire.setTargetPath("/etc/cron.d")),
        spoiled("target_path", wire -> wire.setTargetPath(wire.getTargetPath() + "/../../x")),
        spoiled("volume_capability", NodePublishVolumeRequest.Builder::clearVolumeCapability),
        spoiled(
            "volume_capability.block",
            wire ->
                wire.setVolumeCapability(
                    VolumeCapability.newBuilder().setBlock(BlockVolume.getDefaultInstance()))),
        spoiled(
            "DSDSocketDirectory, APMSocketDirectory, DSDSocket, APMSocket",
            wire -> wire.putVolumeContext("type", "Floppy")),
        spoiled(
            "volumeAttributes.path \"/etc/shadow\" is not allowed; permitted paths are"
                + " [/run/dd/dsd.socket, /run/dd/apm.socket]",
            wire ->
                wire.clearVolumeContext()
                    .putVolumeContext("mode", "socket")
                    .putVolumeContext("path", "/etc/shadow")),
        spoiled(
            "volumeAttributes.mode",
            wire -> wire.clearVolumeContext().putVolumeContext("mode", "floppy")),
        spoiled("volumeAttributes.type", NodePublishVolumeRequest.Builder::clearVolumeContext));
  }

  private static Arguments spoiled(
      String named, UnaryOperator<NodePublishVolumeRequest.Builder> spoil) {
    return Arguments.of(named, spoil);
  }
}
