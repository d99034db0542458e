// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.VolumeRequest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/// Node directories on a real disk.
final class LinuxDirectoriesTest extends RealMounts {
  @Test
  void aDirectoryIsMadeForItsGroupAndNobodyElse() throws IOException {
    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();

    assertThat(Files.getAttribute(stored("cache"), "unix:uid")).isEqualTo(0);
    assertThat(Files.getAttribute(stored("cache"), "unix:gid")).isEqualTo(2000);
    assertThat((int) Files.getAttribute(stored("cache"), "unix:mode") & 07777).isEqualTo(02770);
    for (Path above : new Path[] {storage(), stored("cache").getParent()}) {
      assertThat((int) Files.getAttribute(above, "unix:mode") & 07777).isEqualTo(0700);
    }
  }

  @Test
  void whatIsWrittenOutlivesThePodAndIsReadByTheNext() throws IOException {
    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();
    Files.writeString(target.resolve("note"), "kept");
    assertThat(volumes.unpublish(at(target))).isEmpty();
    assertThat(target).doesNotExist();

    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();

    assertThat(target.resolve("note")).hasContent("kept");
    assertThat(layers(target)).singleElement().matches(l -> l.isConfinedTo(Access.READ_WRITE));
  }

  @Test
  void onlyTheGroupMayWrite() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();

    assertThat(touches(2000)).isTrue();
    assertThat(touches(3000)).isFalse();
    assertThat(Files.getAttribute(target.resolve("by-2000"), "unix:gid")).isEqualTo(2000);
  }

  @Test
  void aPodThatAsksReadOnlyCannotWrite() {
    assertThat(volumes.publish(asks("cache", 2000, Access.READ_ONLY))).isEmpty();

    assertThatThrownBy(() -> Files.createFile(target.resolve("x")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void publishingTwiceMountsOnceAndAnotherAccessChangesTheMount() {
    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();
    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();
    assertThat(volumes.publish(asks("cache", 2000, Access.READ_ONLY))).isEmpty();
    assertThat(layers(target)).singleElement().matches(l -> l.isConfinedTo(Access.READ_ONLY));

    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();
    assertThat(layers(target)).singleElement().matches(l -> l.isConfinedTo(Access.READ_WRITE));
  }

  @Test
  void anOlderKernelMountsItWritableToo() throws IOException {
    var older = new Volumes(new LinuxMounts(new Binder(false)));

    assertThat(older.publish(asks("cache", 2000))).isEmpty();

    Files.createFile(target.resolve("x"));
    assertThat(layers(target)).singleElement().matches(l -> l.isConfinedTo(Access.READ_WRITE));
  }

  @Test
  void anotherGroupIsRefusedAndChangesNothing() throws IOException {
    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();
    assertThat(volumes.unpublish(at(target))).isEmpty();

    assertThat(volumes.publish(asks("cache", 3000)))
        .contains(new Problem.OtherGroup(stored("cache"), 2000, 3000));
    assertThat(Files.getAttribute(stored("cache"), "unix:gid")).isEqualTo(2000);
    assertThat(target).doesNotExist();
  }

  @Test
  void aDirectoryThatTheDriverDiedOverIsFinished() throws IOException {
    Files.createDirectories(stored("cache"));
    Files.setAttribute(stored("cache"), "unix:mode", 0700);

    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();

    assertThat(Files.getAttribute(stored("cache"), "unix:gid")).isEqualTo(2000);
  }

  @Test
  void aLinkInADirectorysPlaceIsNotFollowed() throws IOException {
    Path precious = Files.createDirectory(folder.resolve("precious"));
    Files.createDirectories(storage().resolve("shop"));
    Files.createSymbolicLink(stored("cache"), precious);

    assertThat(volumes.publish(asks("cache", 2000)))
        .contains(new Problem.StorageUnfit(stored("cache"), FileKind.SYMLINK));
    assertThat(Files.getAttribute(precious, "unix:gid")).isEqualTo(0);
  }

  @Test
  void aLinkInANamespacesPlaceIsNotFollowed() throws IOException {
    Path precious = Files.createDirectory(folder.resolve("precious"));
    Files.createDirectories(storage());
    Files.createSymbolicLink(storage().resolve("shop"), precious);

    assertThat(volumes.publish(asks("cache", 2000))).isPresent();
    assertThat(precious).isEmptyDirectory();
  }

  @Test
  void aLinkThatAPodLeftInItsDirectoryLeadsNowhereElse() throws IOException {
    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();
    Path precious = Files.writeString(folder.resolve("precious"), "precious");
    Files.createSymbolicLink(target.resolve("mount"), precious);
    assertThat(volumes.unpublish(at(target))).isEmpty();

    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();
    assertThat(volumes.unpublish(at(target))).isEmpty();

    assertThat(precious).hasContent("precious");
    assertThat(Files.isSymbolicLink(stored("cache").resolve("mount"))).isTrue();
  }

  @Test
  void whereTheTargetIsTakenNoDirectoryIsMade() throws IOException {
    Files.createSymbolicLink(target, folder);

    assertThat(volumes.publish(asks("cache", 2000)))
        .contains(new Problem.TargetTaken(target, "a symbolic link"));

    assertThat(Files.exists(stored("cache"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    Files.delete(target);
  }

  @Test
  void aDirectoryThatWasDeletedUnderItsPodIsMadeAnewWhenPublishedAgain() throws IOException {
    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();
    Files.delete(stored("cache"));
    assertThat(layers(target)).singleElement().matches(l -> l.isStale());

    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();

    Files.createFile(target.resolve("x"));
    assertThat(stored("cache").resolve("x")).exists();
  }

  @Test
  void aStorageThatIsReadOnlyIsSaidToBe() throws IOException {
    Path read = Files.createDirectory(folder.resolve("storage"));
    Path mounted = node.target("storage");
    Files.createDirectory(mounted);
    bind(read, mounted);
    try {
      var directory = new NodeDirectory(mounted.resolve("directories"), "shop", "cache", 2000);

      assertThat(
              volumes.publish(
                  new VolumeRequest(
                      "v", new Source.OfNode(directory, Access.READ_WRITE), at(target))))
          .get()
          .isInstanceOfSatisfying(
              Problem.KernelRefused.class, why -> assertThat(why.error()).startsWith("EROFS"));
      assertThat(target).doesNotExist();
    } finally {
      try (Place place = place(mounted)) {
        place.unmount();
      }
    }
  }

  @Test
  void nothingStaysOpenOrLocked() throws IOException {
    assertThat(volumes.publish(asks("cache", 2000))).isEmpty();
    assertThat(volumes.unpublish(at(target))).isEmpty();
    assertThat(volumes.publish(asks("cache", 3000))).isPresent();
    assertThat(volumes.publish(asks("other", 3000))).isEmpty();

    assertThat(LinuxMountsTest.heldFiles()).isEmpty();
  }

  private boolean touches(int group) throws Exception {
    String file = target.resolve("by-" + group).toString();
    return new ProcessBuilder(
                "setpriv", "--reuid=1000", "--regid=1000", "--groups=" + group, "--", "touch", file)
            .redirectErrorStream(true)
            .start()
            .waitFor()
        == 0;
  }

  private Path storage() {
    return folder.resolve("storage/directories");
  }

  private Path stored(String name) {
    return storage().resolve("shop").resolve(name);
  }

  private VolumeRequest asks(String name, long group) {
    return asks(name, group, Access.READ_WRITE);
  }

  private VolumeRequest asks(String name, long group, Access access) {
    var directory = new NodeDirectory(storage(), "shop", name, group);
    return new VolumeRequest("v", new Source.OfNode(directory, access), at(target));
  }
}
