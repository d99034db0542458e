// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.NodePublishVolumeRequest;
import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.BlockVolume;
import io.eksbridge.node.Calls;
import io.eksbridge.node.csi.PublishRequests.Reading;
import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.Optional;
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
          KUBELET,
          Optional.of(Path.of("/storage/directories")));

  @Test
  void aGoodRequestIsRead() {
    assertThat(REQUESTS.publish(Calls.publish("APMSocketDirectory", TARGET)))
        .isEqualTo(
            new Reading.Checked<>(
                new VolumeRequest(
                    "csi-1",
                    new Source.OfAgent(Path.of("/run/dd"), FileKind.DIRECTORY),
                    new TargetPath(TARGET, KUBELET))));
  }

  @Test
  void aDirectoryIsReadWithItsPodsGroupAndAccess() {
    var directory = new NodeDirectory(Path.of("/storage/directories"), "shop", "cache", 2000);
    var target = new TargetPath(TARGET, KUBELET);

    assertThat(REQUESTS.publish(Calls.directory("cache", 2000, TARGET)))
        .isEqualTo(
            new Reading.Checked<>(
                new VolumeRequest(
                    "csi-1", new Source.OfNode(directory, Access.READ_WRITE), target)));
    assertThat(
            REQUESTS.publish(
                Calls.directory("cache", 2000, TARGET).toBuilder().setReadonly(true).build()))
        .isEqualTo(
            new Reading.Checked<>(
                new VolumeRequest(
                    "csi-1", new Source.OfNode(directory, Access.READ_ONLY), target)));
  }

  @Test
  void aSocketHasNoUseForAGroupAndStaysReadOnly() {
    var request =
        Calls.directory("cache", 2000, TARGET).toBuilder()
            .putVolumeContext("type", "DSDSocketDirectory")
            .build();

    assertThat(REQUESTS.publish(request))
        .isEqualTo(
            new Reading.Checked<>(
                new VolumeRequest(
                    "csi-1",
                    new Source.OfAgent(Path.of("/run/dd"), FileKind.DIRECTORY),
                    new TargetPath(TARGET, KUBELET))));
  }

  @Test
  void whereDirectoriesAreSwitchedOffThePodIsToldWho() {
    var off = new PublishRequests(REQUESTS.agent(), KUBELET, Optional.empty());

    assertThat(off.publish(Calls.directory("cache", 2000, TARGET)))
        .isEqualTo(new Reading.Unfit<>(new Problem.SwitchedOff()));
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
