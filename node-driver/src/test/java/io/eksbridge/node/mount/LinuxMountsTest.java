// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.Node;
import io.eksbridge.node.PrivateMounts;
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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
    PrivateMounts.required();
  }

  @BeforeEach
  void aNode() throws IOException {
    node = new Node(folder);
    target = node.target("1");
  }

  @AfterEach
  void cleanUp() throws IOException {
    try (Place place = place(target)) {
      while (place.isMounted()) {
        place.detach();
      }
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
    assertThat(layers(target)).singleElement().matches(MountTable.Layer::isConfined);
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

    assertThat(layers(target)).hasSize(1);
  }

  @Test
  void afterARestartOfTheAgentPublishingAgainReachesTheLiveSocket() throws IOException {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty();
    Files.delete(node.dsdSocket());
    try (var agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      agent.bind(UnixDomainSocketAddress.of(node.dsdSocket()));
      assertThat(layers(target)).singleElement().matches(MountTable.Layer::isStale);

      assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty();

      try (var client = SocketChannel.open(UnixDomainSocketAddress.of(target))) {
        assertThat(client.isConnected()).isTrue();
      }
      assertThat(layers(target)).singleElement().matches(MountTable.Layer::isConfined);
    }
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
    bind(node.agent(), target);
    bind(node.agent(), target);

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

    assertThatThrownBy(() -> bind(node.agent(), Files.createFile(file)))
        .isInstanceOf(KernelRefusal.class)
        .hasMessageContaining("EINVAL");
    try (Place place = place(target)) {
      assertThat(new Binding(place).perform(plan(node.agent().resolve("gone")), FileKind.SOCKET))
          .get()
          .isInstanceOf(Problem.KernelRefused.class);
    }
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

    try (Place place = kernel.open(new TargetPath(same, link))) {
      assertThat(place.layers()).hasSize(1);
    }
  }

  @Test
  void theKindsOfFilesAreTold() throws IOException {
    Path link = Files.createSymbolicLink(target, node.dsdSocket());

    try (Place place = place(link)) {
      assertThat(place.at().kind()).isEqualTo(FileKind.SYMLINK);
    }
    assertThat(kernel.behind(link)).isEqualTo(kernel.behind(node.dsdSocket()));
    assertThat(kernel.behind(Path.of("/dev/null")).kind()).isEqualTo(FileKind.OTHER);
    assertThat(kernel.behind(folder.resolve("gone"))).isEqualTo(FileView.ABSENT);
    assertThat(kernel.behind(node.dsdSocket().resolve("below"))).isEqualTo(FileView.ABSENT);
  }

  @Test
  void aFolderThatIsSwappedForALinkAfterTheLookRedirectsNothing() throws IOException {
    Path pod = node.kubelet().resolve("pods/1");
    Path elsewhere = Files.createDirectories(folder.resolve("etc/volumes/kubernetes.io~csi/dd"));
    try (Place place = place(target)) {
      Path moved = Files.move(pod, node.kubelet().resolve("pods/moved"));
      Files.createSymbolicLink(pod, folder.resolve("etc"));

      place.make(FileKind.FILE);
      place.bind(node.dsdSocket());

      assertThat(elsewhere).isEmptyDirectory();
      Files.delete(pod);
      Files.move(moved, pod);
      assertThat(place.isMounted()).isTrue();
    }
  }

  @Test
  void aLinkAtTheTargetIsNeitherMountedOnNorFollowed() throws IOException {
    Path precious = Files.createFile(folder.resolve("precious"));
    Files.createSymbolicLink(target, precious);

    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET)))
        .contains(new Problem.TargetTaken(target, "a symbolic link"));
    try (Place place = place(target)) {
      assertThatThrownBy(() -> place.bind(node.dsdSocket())).isInstanceOf(KernelRefusal.class);
      assertThatThrownBy(place::unmount).isInstanceOf(KernelRefusal.class);
    }
    assertThat(kernel.behind(precious).kind()).isEqualTo(FileKind.FILE);
    Files.delete(target);
  }

  @Test
  void whatIsMountedIsConfinedFromItsFirstMoment() throws IOException {
    try (Place place = place(target)) {
      place.make(FileKind.DIRECTORY);
      place.bind(node.agent());

      assertThat(place.layers()).singleElement().matches(MountTable.Layer::isConfined);
    }
  }

  @Test
  void anOlderKernelMountsAndConfinesInTwoSteps() {
    var older = new LinuxMounts(new Binder(false));

    assertThat(new Volumes(older).publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();

    assertThat(layers(target)).singleElement().matches(MountTable.Layer::isConfined);
    assertThat(new Volumes(older).unpublish(at(target))).isEmpty();
  }

  @Test
  void nothingStaysOpen() throws IOException {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty(); // what is loaded stays
    long before = openFiles();

    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty();
    assertThat(volumes.publish(asks(VolumeKind.APM_SOCKET))).isPresent();
    assertThat(volumes.unpublish(at(target))).isEmpty();
    assertThat(volumes.unpublish(at(target.resolve("a/b")))).isEmpty();

    assertThat(openFiles()).isEqualTo(before);
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private Place place(Path path) {
    return kernel.open(at(path));
  }

  private List<MountTable.Layer> layers(Path path) {
    try (Place place = place(path)) {
      return place.layers();
    }
  }

  private void bind(Path source, Path on) {
    try (Place place = place(on)) {
      place.bind(source);
    }
  }

  private Plan.Bind plan(Path source) {
    return new Plan.Bind(source, target, Optional.of(FileKind.FILE));
  }

  private VolumeRequest asks(VolumeKind kind) {
    var agent = new AgentSockets(node.dsdSocket(), node.apmSocket(), node.dsdSocket());
    return new VolumeRequest("v", kind, kind.source(agent), at(target));
  }

  private TargetPath at(Path path) {
    return new TargetPath(path, node.kubelet());
  }
}
