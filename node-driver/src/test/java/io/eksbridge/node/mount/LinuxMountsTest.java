// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Plan;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Provision;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.VolumeKind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What stands at a target when a volume is published.
final class LinuxMountsTest extends RealMounts {
  private static final long O_PATH = 010000000;

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
  void aSourceThatCannotBeMountedThereLeavesNothingBehind() throws IOException {
    Path file = node.target("2");

    assertThatThrownBy(() -> bind(node.agent(), Files.createFile(file)))
        .isInstanceOf(KernelRefusal.class)
        .hasMessageContaining("EINVAL");
    Source gone = new Source.OfAgent(node.agent().resolve("gone"), FileKind.SOCKET);
    try (Place place = place(target);
        Held source = kernel.hold(gone)) {
      assertThat(new Binding(place, source).perform(plan(gone)))
          .get()
          .isInstanceOf(Problem.KernelRefused.class);
    }
    assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void whatIsMountedIsConfinedFromItsFirstMoment() throws IOException {
    try (Place place = place(target)) {
      place.make(FileKind.DIRECTORY);
      place.bind(node.agent(), Access.READ_ONLY);

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
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty();
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET))).isEmpty();
    assertThat(volumes.publish(asks(VolumeKind.APM_SOCKET))).isPresent();
    assertThat(volumes.unpublish(at(target))).isEmpty();
    assertThat(volumes.unpublish(at(target.resolve("a/b")))).isEmpty();

    assertThat(heldFiles()).isEmpty();
  }

  @Test
  void whatIsHeldIsSeenByTheTestAbove() throws IOException {
    try (Place _ = place(target)) {
      assertThat(heldFiles()).isNotEmpty();
    }
    assertThat(heldFiles()).isEmpty();
  }

  /// The files that are held by O_PATH, which nothing else in this process does: other threads open
  /// and close files of their own meanwhile.
  static List<String> heldFiles() throws IOException {
    var held = new ArrayList<String>();
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fdinfo"))) {
      for (Path file : files.toList()) {
        try {
          Files.readString(file)
              .lines()
              .filter(line -> line.startsWith("flags:"))
              .filter(line -> (Long.parseLong(line.substring(6).strip(), 8) & O_PATH) != 0)
              .forEach(_ -> held.add(file.getFileName().toString()));
        } catch (IOException _) {
          // closed meanwhile, by another thread
        }
      }
    }
    return held;
  }

  private Plan.Bind plan(Source source) {
    return new Plan.Bind(source, target, Optional.of(FileKind.FILE), new Provision.AsItIs());
  }
}
