// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeRequest;
import io.eksbridge.node.mount.LinuxMounts;
import io.eksbridge.node.volume.MountTable;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Volumes that the official driver published before this one took its place: by mount(8), once to
/// bind and once to remount, on what it made with its own modes.
final class OfficialVolumesTest {
  @TempDir Path folder;

  private Node node;
  private RunningDriver driver;
  private ManagedChannel csi;
  private Path target;

  @BeforeEach
  void start() throws IOException {
    PrivateMounts.required();
    node = new Node(folder);
    driver = new RunningDriver(node);
    csi = driver.channel(node.csiSocket());
    target = node.target("of-the-official");
  }

  @AfterEach
  void stop() throws Exception {
    csi.shutdownNow();
    driver.close();
    while (!layers().isEmpty()) {
      run("umount", target.toString());
    }
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DSDSocketDirectory", "APMSocketDirectory", "DatadogSocketsDirectory"})
  void aFolderThatItLeftWritableIsConfinedWhenItIsPublishedAgain(String type) throws Exception {
    officialFolder(node.agent());
    Files.delete(Files.createFile(target.resolve("written-through-the-volume")));

    publish(Calls.publish(type, target));

    assertThat(layers()).singleElement().matches(MountTable.Layer::isConfined);
    assertThatThrownBy(() -> Files.createFile(target.resolve("x")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void aFolderThatItLeftWritableIsConfinedWithoutAnyCall() throws Exception {
    officialFolder(node.agent());
    Files.writeString(
        target.resolveSibling("vol_data.json"), "{\"driverName\":\"" + Names.DRIVER + "\"}");

    Eventually.holds("confined", () -> layers().getFirst().isConfined());

    assertThat(layers()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"DSDSocket, dsd.socket", "APMSocket, apm.socket"})
  void aSocketThatItLeftWritableIsConfinedWhenItIsPublishedAgain(String type, String name)
      throws Exception {
    officialFile(node.agent().resolve(name));

    publish(Calls.publish(type, target));

    assertThat(layers()).singleElement().matches(MountTable.Layer::isConfined);
  }

  @ParameterizedTest
  @CsvSource({"socket, dsd.socket", "local, ''"})
  void aVolumeOfItsOlderModesIsConfinedWhenItIsPublishedAgain(String mode, String name)
      throws Exception {
    Path source = name.isEmpty() ? node.agent() : node.agent().resolve(name);
    if (name.isEmpty()) {
      officialFolder(source);
    } else {
      officialFile(source);
    }

    publish(
        Calls.publish("", target).toBuilder()
            .clearVolumeContext()
            .putVolumeContext("mode", mode)
            .putVolumeContext("path", source.toString())
            .build());

    assertThat(layers()).singleElement().matches(MountTable.Layer::isConfined);
  }

  @Test
  void ofTheLayersThatItStackedTheOneInSightIsConfinedAndAllAreTakenAway() throws Exception {
    officialFolder(node.agent());
    officialBind(node.agent());
    officialBind(node.agent());
    assertThat(layers()).hasSize(3);

    publish(Calls.publish("DSDSocketDirectory", target));
    assertThat(layers()).hasSize(3).last().matches(MountTable.Layer::isConfined);
    assertThatThrownBy(() -> Files.delete(target.resolve("dsd.socket")))
        .hasMessageContaining("Read-only file system");

    unpublish();
    assertThat(layers()).isEmpty();
    assertThat(target).doesNotExist();
    assertThat(node.dsdSocket()).exists();
  }

  @Test
  void aSocketThatTheAgentMadeAnewSinceIsReplacedByTheLiveOne() throws Exception {
    officialFile(node.dsdSocket());
    Path anew = node.agent().resolve("anew");
    try (var agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      agent.bind(UnixDomainSocketAddress.of(anew));
      Files.move(anew, node.dsdSocket(), StandardCopyOption.REPLACE_EXISTING);

      publish(Calls.publish("DSDSocket", target));

      assertThat(layers())
          .singleElement()
          .matches(MountTable.Layer::isConfined)
          .matches(layer -> !layer.isStale());
    }
  }

  @Test
  void aWritableFolderIsUnpublishedAndTheAgentKeepsItsSockets() throws Exception {
    officialFolder(node.agent());

    unpublish();

    assertThat(target).doesNotExist();
    assertThat(node.dsdSocket()).exists();
    assertThat(node.apmSocket()).exists();
  }

  @Test
  void aSocketsFileIsUnpublished() throws Exception {
    officialFile(node.apmSocket());

    unpublish();

    assertThat(target).doesNotExist();
    assertThat(node.apmSocket()).exists();
  }

  @Test
  void itsLibrariesAndPreloadFilesAreUnpublishedAndItsStoreIsKept() throws Exception {
    Path library = Files.createDirectories(folder.resolve("store/abc/datadog-init/package"));
    Path file = Files.writeString(library.resolve("lib.so"), "code");
    officialFolder(library);
    run("mount", "-o", "bind,remount,ro", library.toString(), target.toString());

    unpublish();
    assertThat(target).doesNotExist();
    assertThat(file).hasContent("code");

    Path preload = Files.writeString(folder.resolve("store/ld.so.preload"), "x");
    officialFile(preload);
    unpublish();
    assertThat(target).doesNotExist();
    assertThat(preload).hasContent("x");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatItMadeAndCouldNotMountIsPublishedOrRemoved(boolean published) throws Exception {
    Files.createDirectory(target);

    if (published) {
      publish(Calls.publish("DSDSocketDirectory", target));
      assertThat(layers()).singleElement().matches(MountTable.Layer::isConfined);
    }
    unpublish();

    assertThat(target).doesNotExist();
  }

  private void officialFolder(Path source) throws Exception {
    Files.createDirectories(target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    officialBind(source);
  }

  private void officialFile(Path source) throws Exception {
    Files.createFile(target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    officialBind(source);
  }

  private void officialBind(Path source) throws Exception {
    run("mount", "-o", "bind", source.toString(), target.toString());
    run("mount", "-o", "bind,remount", source.toString(), target.toString());
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  private void publish(NodePublishVolumeRequest request) {
    var _ = NodeGrpc.newBlockingStub(csi).nodePublishVolume(request);
  }

  private void unpublish() {
    var _ = NodeGrpc.newBlockingStub(csi).nodeUnpublishVolume(Calls.unpublish(target));
  }

  private List<MountTable.Layer> layers() {
    return new LinuxMounts().table().at(target.toString());
  }
}
