// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Links and files on the way to a target, and at it.
final class LinuxPlaceTest extends RealMounts {
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
      assertThat(place.look().file().kind()).isEqualTo(FileKind.SYMLINK);
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
      place.bind(node.dsdSocket(), Access.READ_ONLY);

      assertThat(elsewhere).isEmptyDirectory();
      Files.delete(pod);
      Files.move(moved, pod);
      assertThat(place.look().mounted()).isTrue();
    }
  }

  @Test
  void aLinkAtTheTargetIsNeitherMountedOnNorFollowed() throws IOException {
    Path precious = Files.createFile(folder.resolve("precious"));
    Files.createSymbolicLink(target, precious);

    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET)))
        .contains(new Problem.TargetTaken(target, "a symbolic link"));
    try (Place place = place(target)) {
      assertThatThrownBy(() -> place.bind(node.dsdSocket(), Access.READ_ONLY))
          .isInstanceOf(KernelRefusal.class);
      assertThatThrownBy(place::unmount).isInstanceOf(KernelRefusal.class);
    }
    assertThat(kernel.behind(precious).kind()).isEqualTo(FileKind.FILE);
    Files.delete(target);
  }
}
