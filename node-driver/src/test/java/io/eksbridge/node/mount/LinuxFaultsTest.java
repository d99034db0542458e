// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.VolumeKind;
import io.eksbridge.node.volume.VolumeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nodes in a bad state: no file of the host is lost, no mount is leaked.
final class LinuxFaultsTest extends RealMounts {
  private static final int FOREIGN = 10_000;
  private static final int AT_START = 1_000;

  @Test
  void tenThousandForeignMountsDoNotMatter() throws IOException {
    List<Path> foreign = new ArrayList<>();
    for (int pod = 0; pod < FOREIGN / 100; pod++) {
      foreign.add(Files.createDirectory(node.kubelet().resolve("pods/foreign" + pod)));
    }
    for (int layer = 0; layer < 100; layer++) {
      foreign.forEach(on -> bind(node.agent(), on));
    }
    try {
      assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();
      assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();
      assertThat(layers(target)).singleElement().matches(MountTable.Layer::isConfined);
      assertThat(kernel.table().layers()).hasSizeGreaterThan(FOREIGN);

      assertThat(volumes.unpublish(at(target))).isEmpty();
      assertThat(target).doesNotExist();
    } finally {
      foreign.forEach(this::detachAll);
    }
  }

  @Test
  void aThousandVolumesThatAreThereAtStartAreKeptAndTakenAway() throws IOException {
    List<VolumeRequest> all = new ArrayList<>();
    for (int pod = 0; pod < AT_START; pod++) {
      var source = asks(VolumeKind.DSD_SOCKET_DIRECTORY).source();
      all.add(new VolumeRequest("v" + pod, source, at(node.target("pod-" + pod))));
    }
    all.forEach(one -> assertThat(volumes.publish(one)).isEmpty());
    int mounts = kernel.table().layers().size();
    var restarted = new Volumes(new LinuxMounts());

    all.forEach(one -> assertThat(restarted.publish(one)).isEmpty());
    assertThat(kernel.table().layers()).hasSize(mounts);
    all.forEach(one -> assertThat(restarted.unpublish(one.target())).isEmpty());

    assertThat(kernel.table().layers()).hasSize(mounts - AT_START);
    assertThat(all).allSatisfy(one -> assertThat(one.target().path()).doesNotExist());
    assertThat(node.dsdSocket()).exists();
  }

  @Test
  void aFileThatIsTheTargetOfAFolderIsNotTouched() throws IOException {
    Files.writeString(target, "precious");

    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY)))
        .contains(new Problem.TargetTaken(target, "a file"));
    assertThat(target).hasContent("precious");
  }

  @Test
  void aFolderThatIsNotEmptyIsNeverRemoved() throws IOException {
    Files.createDirectory(target);
    Files.writeString(target.resolve("precious"), "precious");

    assertThat(volumes.unpublish(at(target)))
        .get()
        .isInstanceOfSatisfying(
            Problem.KernelRefused.class, why -> assertThat(why.error()).startsWith("ENOTEMPTY"));
    assertThat(target.resolve("precious")).hasContent("precious");
  }

  @Test
  void aSourceThatIsGoneIsRefusedAndNothingIsMade() throws IOException {
    Files.delete(node.dsdSocket());

    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET)))
        .contains(new Problem.SourceUnfit(node.dsdSocket(), FileKind.ABSENT, FileKind.SOCKET));
    assertThat(target).doesNotExist();
  }

  @Test
  void aFolderThatWasDeletedUnderItsMountIsNoSource() throws IOException {
    Path origin = Files.createDirectory(folder.resolve("origin"));
    Path seen = Files.createDirectory(node.kubelet().resolve("pods/seen"));
    bind(origin, seen);
    var asks = new VolumeRequest("v", new Source.OfAgent(seen, FileKind.DIRECTORY), at(target));
    try {
      assertThat(kernel.isDeleted(seen)).isFalse();
      assertThat(volumes.publish(asks)).isEmpty();
      assertThat(volumes.unpublish(asks.target())).isEmpty();

      Files.delete(origin);

      assertThat(kernel.isDeleted(seen)).isTrue();
      assertThat(volumes.publish(asks))
          .contains(new Problem.SourceUnfit(seen, FileKind.ABSENT, FileKind.DIRECTORY));
      assertThat(target).doesNotExist();
    } finally {
      detachAll(seen);
    }
  }

  @Test
  void whatWasWrittenBelowAMountThatIsTakenAwayStays() throws IOException {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();
    Process user = new ProcessBuilder("sleep", "600").directory(target.toFile()).start();
    try {
      assertThat(volumes.unpublish(at(target))).isEmpty();
      assertThat(volumes.unpublish(at(target))).isEmpty();
      assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();
      assertThat(layers(target)).hasSize(1);
      assertThat(node.dsdSocket()).exists();
    } finally {
      user.destroyForcibly();
    }
  }

  private void detachAll(Path on) {
    try (Place place = place(on)) {
      while (place.look().mounted()) {
        place.detach();
      }
    }
  }
}
