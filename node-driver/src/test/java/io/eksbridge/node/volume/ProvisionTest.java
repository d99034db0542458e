// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What a node directory takes before it is mounted.
final class ProvisionTest {
  private static final NodeDirectory DIRECTORY =
      new NodeDirectory(Path.of("/storage/directories"), "shop", "cache", 2000);
  private static final Source SOURCE = new Source.OfNode(DIRECTORY, Access.READ_WRITE);
  private static final FileView FILE = new FileView(FileKind.DIRECTORY, 26, 7);
  private static final SourceView KEPT = new SourceView(FILE, 0, 2000, 02770);
  private static final Limits LIMITS = new Limits(1000, 5000);

  @Test
  void aDirectoryThatIsAbsentIsMade() {
    assertThat(decide(SourceView.ABSENT)).isEqualTo(new Provision.Make(DIRECTORY));
  }

  @Test
  void aDirectoryThatIsThereIsUsed() {
    assertThat(decide(KEPT)).isEqualTo(new Provision.AsItIs());
  }

  @Test
  void aDirectoryThatWasMadeHalfWayIsFinished() {
    assertThat(decide(new SourceView(FILE, 0, 0, 0700)))
        .isEqualTo(new Provision.Restore(DIRECTORY));
  }

  @Test
  void aDirectoryThatAPodOpenedToOthersIsRestored() {
    assertThat(decide(new SourceView(FILE, 0, 2000, 0777)))
        .isEqualTo(new Provision.Restore(DIRECTORY));
    assertThat(decide(new SourceView(FILE, 33, 2000, 02770)))
        .isEqualTo(new Provision.Restore(DIRECTORY));
  }

  @Test
  void aDirectoryOfAnotherGroupIsRefused() {
    assertThat(decide(new SourceView(FILE, 0, 3000, 02770)))
        .isEqualTo(new Provision.Refuse(new Problem.OtherGroup(DIRECTORY.path(), 3000, 2000)));
    assertThat(decide(new SourceView(FILE, 0, 0, 02770)))
        .isEqualTo(new Provision.Refuse(new Problem.OtherGroup(DIRECTORY.path(), 0, 2000)));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DIRECTORY", "ABSENT"},
      mode = Mode.EXCLUDE)
  void anythingElseInItsPlaceIsRefused(FileKind found) {
    assertThat(decide(SourceView.of(new FileView(found, 26, 7))))
        .isEqualTo(new Provision.Refuse(new Problem.StorageUnfit(DIRECTORY.path(), found)));
  }

  @Test
  void aDirectoryThatIsFullIsRefused() {
    var full = new Usage(1000, 3, true);

    assertThat(Provision.decide(SOURCE, KEPT, new DiskRoom(full, full, 1, LIMITS)))
        .isEqualTo(new Provision.Refuse(new Problem.DirectoryFull(DIRECTORY.path(), full, 1000)));
  }

  @Test
  void aDirectoryWithTooManyFilesOrTooDeepOnesCountsAsFull() {
    var many = new Usage(10, Limits.FILES, true);
    var deep = new Usage(10, 70, false);

    assertThat(Provision.decide(SOURCE, KEPT, new DiskRoom(many, many, 1, LIMITS)))
        .isInstanceOf(Provision.Refuse.class);
    assertThat(Provision.decide(SOURCE, KEPT, new DiskRoom(deep, deep, 1, LIMITS)))
        .isInstanceOf(Provision.Refuse.class);
  }

  @Test
  void noDirectoryIsGivenOnceAllTogetherAreFull() {
    var own = new Usage(10, 1, true);
    var all = new Usage(5000, 9, true);

    assertThat(Provision.decide(SOURCE, SourceView.ABSENT, new DiskRoom(own, all, 6, LIMITS)))
        .isEqualTo(new Provision.Refuse(new Problem.DirectoryFull(DIRECTORY.root(), all, 5000)));
    assertThat(
            Provision.decide(
                SOURCE, KEPT, new DiskRoom(own, new Usage(1, Limits.ALL_FILES, true), 6, LIMITS)))
        .isInstanceOf(Provision.Refuse.class);
  }

  @Test
  void noFurtherDirectoryIsMadeThanThereMayBeButThoseThereAreUsed() {
    var room = new DiskRoom(Usage.NONE, Usage.NONE, Limits.DIRECTORIES, LIMITS);

    assertThat(Provision.decide(SOURCE, SourceView.ABSENT, room))
        .isEqualTo(
            new Provision.Refuse(
                new Problem.TooManyDirectories(DIRECTORY.root(), Limits.DIRECTORIES)));
    assertThat(Provision.decide(SOURCE, KEPT, room)).isEqualTo(new Provision.AsItIs());
  }

  @Test
  void aPodThatHasTheDirectoryKeepsItHoweverFull() {
    var kubelet = Path.of("/k");
    var target =
        new TargetPath(kubelet.resolve("pods/1/volumes/kubernetes.io~csi/dd/mount"), kubelet);
    var layer = new MountTable.Layer("/x", "/k/pods/1/mount", Access.READ_WRITE.options());
    var full = new Usage(9999, 3, true);
    var host =
        new HostView(
            Optional.empty(),
            FILE,
            true,
            List.of(layer),
            KEPT,
            new DiskRoom(full, full, 1, LIMITS));

    assertThat(Plan.decide(new VolumeRequest("v", SOURCE, target), host))
        .isEqualTo(new Plan.Keep(target.path()));
  }

  @Test
  void aMountThatAllowsTooMuchOrTooLittleIsNotConfinedAsAsked() {
    var layer = new MountTable.Layer("/x", "/y", Set.of("rw", "nosuid", "nodev", "noexec"));

    assertThat(layer.isConfinedTo(Access.READ_WRITE)).isTrue();
    assertThat(layer.isConfinedTo(Access.READ_ONLY)).isFalse();
    assertThat(
            new MountTable.Layer("/x", "/y", Set.of("rw", "nosuid"))
                .isConfinedTo(Access.READ_WRITE))
        .isFalse();
  }

  private static Provision decide(SourceView found) {
    return Provision.decide(SOURCE, found, new DiskRoom(Usage.NONE, Usage.NONE, 1, LIMITS));
  }
}
