// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.Node;
import io.eksbridge.node.Parts;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Plan;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeKind;
import io.eksbridge.node.volume.VolumeRequest;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxMountsTest {
  @TempDir Path folder;

  private final LinuxMounts kernel = new LinuxMounts();
  private final Volumes volumes = new Volumes(kernel);
  private Node node;
  private Path target;

  @BeforeAll
  static void inANamespaceOfItsOwn() {
    Parts.mounts();
  }

  @BeforeEach
  void aNode() throws IOException {
    node = new Node(folder);
    target = node.target("1");
  }

  @AfterEach
  void cleanUp() throws IOException {
    while (!kernel.layers(target).isEmpty()) {
      kernel.detach(target);
    }
    node.close();
  }

  @Test
  void aPublishedFolderCanBeReadAndNotWritten() {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();

    assertThat(target.resolve("dsd.socket")).exists();
    assertThatThrownBy(() -> Files.delete(target.resolve("dsd.socket")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
    assertThat(kernel.layers(target)).singleElement().matches(MountTable.Layer::isConfined);
  }

  @Test
  void aPublishedSocketCanBeConnectedTo() throws IOException {
    assertThat(volumes.publish(asks(VolumeKind.APM_SOCKET))).isEmpty();

    try (var client = SocketChannel.open(UnixDomainSocketAddress.of(target))) {
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void publishingTwiceMountsOnce() {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty();
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty();

    assertThat(kernel.layers(target)).hasSize(1);
  }

  @Test
  void anotherVolumeThereIsNotTouched() {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty();

    assertThat(volumes.publish(asks(VolumeKind.APM_SOCKET)))
        .get()
        .isInstanceOf(Problem.TargetTaken.class);
  }

  @Test
  void unpublishingLeavesNothingAtTheTargetAndEverythingAtTheSource() {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();

    assertThat(volumes.unpublish(at(target))).isEmpty();

    assertThat(target).doesNotExist();
    assertThat(node.dsdSocket()).exists();
  }

  @Test
  void everyLayerOfAStackIsTakenAway() {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();
    kernel.bind(node.agent(), target);
    kernel.bind(node.agent(), target);

    assertThat(volumes.unpublish(at(target))).isEmpty();

    assertThat(target).doesNotExist();
    assertThat(node.dsdSocket()).exists();
  }

  @Test
  void aBusyMountIsDetached() throws IOException {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();
    Process user = new ProcessBuilder("sleep", "600").directory(target.toFile()).start();
    try {
      assertThat(volumes.unpublish(at(target))).isEmpty();
      assertThat(target).doesNotExist();
    } finally {
      user.destroyForcibly();
    }
  }

  @Test
  void aSourceThatCannotBeMountedThereLeavesNothingBehind() throws IOException {
    Path file = node.target("2");

    assertThatThrownBy(() -> kernel.bind(node.agent(), Files.createFile(file)))
        .isInstanceOf(KernelRefusal.class)
        .hasMessageContaining("ENOTDIR");
    assertThat(new Binding(kernel).perform(plan(node.agent().resolve("gone")), FileKind.SOCKET))
        .get()
        .isInstanceOf(Problem.KernelRefused.class);
    assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aSymbolicLinkOnTheWayIsRefused() throws IOException {
    Path pods = node.kubelet().resolve("pods");
    Files.createSymbolicLink(pods.resolve("evil"), Files.createDirectory(folder.resolve("etc")));
    TargetPath way = at(pods.resolve("evil/mount"));

    assertThat(volumes.unpublish(way))
        .contains(new Problem.BadWay(pods.resolve("evil"), FileKind.SYMLINK));
  }

  @Test
  void aKubeletFolderThatIsALinkIsFound() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), node.kubelet());
    Path same = link.resolve(node.kubelet().relativize(target));

    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty();

    assertThat(kernel.layers(same)).hasSize(1);
  }

  @Test
  void theKindsOfFilesAreTold() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("to"), node.dsdSocket());

    assertThat(kernel.at(link).kind()).isEqualTo(FileKind.SYMLINK);
    assertThat(kernel.behind(link)).isEqualTo(kernel.at(node.dsdSocket()));
    assertThat(kernel.at(Path.of("/dev/null")).kind()).isEqualTo(FileKind.OTHER);
    assertThat(kernel.at(folder.resolve("gone"))).isEqualTo(FileView.ABSENT);
    assertThat(kernel.at(node.dsdSocket().resolve("below"))).isEqualTo(FileView.ABSENT);
  }

  private Plan.Bind plan(Path source) {
    return new Plan.Bind(source, target, Optional.of(FileKind.FILE));
  }

  private VolumeRequest asks(VolumeKind kind) {
    var agent = new AgentSockets(node.dsdSocket(), node.apmSocket());
    return new VolumeRequest("v", kind, kind.source(agent), at(target));
  }

  private TargetPath at(Path path) {
    return new TargetPath(path, node.kubelet());
  }
}
