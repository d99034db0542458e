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

final class PlanTest {
  private static final Path KUBELET = Path.of("/var/lib/kubelet");
  private static final TargetPath TARGET =
      new TargetPath(KUBELET.resolve("pods/1/volumes/kubernetes.io~csi/dd/mount"), KUBELET);
  private static final Path FOLDER = Path.of("/var/run/datadog");
  private static final Path SOCKET = FOLDER.resolve("dsd.socket");
  private static final Source THE_AGENTS_FOLDER = new Source.OfAgent(FOLDER, FileKind.DIRECTORY);
  private static final Source THE_AGENTS_SOCKET = new Source.OfAgent(SOCKET, FileKind.SOCKET);
  private static final VolumeRequest ASKS_FOLDER =
      new VolumeRequest("v", THE_AGENTS_FOLDER, TARGET);
  private static final VolumeRequest ASKS_SOCKET =
      new VolumeRequest("v", THE_AGENTS_SOCKET, TARGET);
  private static final FileView THE_FOLDER = new FileView(FileKind.DIRECTORY, 26, 100);
  private static final FileView THE_SOCKET = new FileView(FileKind.SOCKET, 26, 101);
  private static final FileView OTHER_FOLDER = new FileView(FileKind.DIRECTORY, 26, 999);
  private static final Set<String> CONFINED = Set.of("ro", "nosuid", "nodev", "noexec", "relatime");

  @Test
  void aFolderIsMountedOnAFolderThatIsMadeFirst() {
    assertThat(Plan.decide(ASKS_FOLDER, host(FileView.ABSENT, List.of(), THE_FOLDER)))
        .isEqualTo(bind(THE_AGENTS_FOLDER, Optional.of(FileKind.DIRECTORY)));
  }

  @Test
  void aSocketIsMountedOnAnEmptyFileThatIsMadeFirst() {
    assertThat(Plan.decide(ASKS_SOCKET, host(FileView.ABSENT, List.of(), THE_SOCKET)))
        .isEqualTo(bind(THE_AGENTS_SOCKET, Optional.of(FileKind.FILE)));
  }

  @Test
  void whatIsThereAlreadyIsUsedAndNotMade() {
    var there = new FileView(FileKind.DIRECTORY, 1, 1);

    assertThat(Plan.decide(ASKS_FOLDER, host(there, List.of(), THE_FOLDER)))
        .isEqualTo(bind(THE_AGENTS_FOLDER, Optional.empty()));
  }

  @Test
  void theSameSourceMountedThereIsKept() {
    assertThat(Plan.decide(ASKS_FOLDER, host(THE_FOLDER, List.of(mounted(CONFINED)), THE_FOLDER)))
        .isEqualTo(new Plan.Keep(TARGET.path()));
  }

  @Test
  void theSameSourceMountedWritableIsConfined() {
    assertThat(
            Plan.decide(ASKS_FOLDER, host(THE_FOLDER, List.of(mounted(Set.of("rw"))), THE_FOLDER)))
        .isEqualTo(new Plan.Confine(TARGET.path(), Access.READ_ONLY));
  }

  @Test
  void whatTheAgentHasDeletedSinceIsReplaced() {
    var dead = new FileView(FileKind.SOCKET, 26, 99);
    var layer = new MountTable.Layer("/datadog/dsd.socket//deleted", "/p", CONFINED);

    assertThat(Plan.decide(ASKS_SOCKET, host(dead, List.of(layer), THE_SOCKET)))
        .isEqualTo(new Plan.Rebind(bind(THE_AGENTS_SOCKET, Optional.of(FileKind.FILE))));
  }

  @Test
  void somethingElseThatIsDeletedIsNotTouched() {
    var dead = new FileView(FileKind.SOCKET, 26, 99);
    var layer = new MountTable.Layer("/datadog/apm.socket//deleted", "/p", CONFINED);

    assertThat(Plan.decide(ASKS_SOCKET, host(dead, List.of(layer), THE_SOCKET)))
        .isInstanceOf(Plan.Refuse.class);
  }

  @Test
  void anotherMountThereIsNotTouched() {
    assertThat(Plan.decide(ASKS_FOLDER, host(OTHER_FOLDER, List.of(mounted(CONFINED)), THE_FOLDER)))
        .isEqualTo(new Plan.Refuse(new Problem.TargetTaken(TARGET.path(), "a mount of /datadog")));
  }

  @Test
  void aMountThatHasNoSourceAnyMoreIsStillThere() {
    var dead = new FileView(FileKind.SOCKET, 26, 99);
    var layer = new MountTable.Layer("/datadog/dsd.socket//deleted", "/p", CONFINED);

    assertThat(Plan.decide(ASKS_SOCKET, host(dead, List.of(layer), FileView.ABSENT)))
        .isEqualTo(
            new Plan.Refuse(
                new Problem.StillThere(
                    new Problem.SourceUnfit(SOCKET, FileKind.ABSENT, FileKind.SOCKET))));
  }

  @Test
  void somethingElseAtTheTargetIsNotTouched() {
    var file = new FileView(FileKind.FILE, 1, 1);

    assertThat(Plan.decide(ASKS_FOLDER, host(file, List.of(), THE_FOLDER)))
        .isEqualTo(new Plan.Refuse(new Problem.TargetTaken(TARGET.path(), "a file")));
  }

  @ParameterizedTest
  @EnumSource(names = "SOCKET", mode = Mode.EXCLUDE)
  void onlyASocketIsPublishedAsOne(FileKind found) {
    assertThat(
            Plan.decide(
                ASKS_SOCKET, host(FileView.ABSENT, List.of(), new FileView(found, 26, 101))))
        .isEqualTo(new Plan.Refuse(new Problem.SourceUnfit(SOCKET, found, FileKind.SOCKET)));
  }

  @ParameterizedTest
  @EnumSource(names = "DIRECTORY", mode = Mode.EXCLUDE)
  void onlyAFolderIsPublishedAsOne(FileKind found) {
    assertThat(
            Plan.decide(
                ASKS_FOLDER, host(FileView.ABSENT, List.of(), new FileView(found, 26, 100))))
        .isEqualTo(new Plan.Refuse(new Problem.SourceUnfit(FOLDER, found, FileKind.DIRECTORY)));
  }

  @ParameterizedTest
  @EnumSource(names = "DIRECTORY", mode = Mode.EXCLUDE)
  void everyFolderAboveTheTargetIsOne(FileKind found) {
    Path pod = KUBELET.resolve("pods/1");
    var host =
        new HostView(
            Optional.of(new Obstacle(pod, found)),
            FileView.ABSENT,
            false,
            List.of(),
            SourceView.of(THE_FOLDER),
            DiskRoom.ANY);

    assertThat(Plan.decide(ASKS_FOLDER, host))
        .isEqualTo(new Plan.Refuse(new Problem.BadWay(pod, found)));
  }

  private static Plan.Bind bind(Source source, Optional<FileKind> make) {
    return new Plan.Bind(source, TARGET.path(), make, new Provision.AsItIs());
  }

  private static MountTable.Layer mounted(Set<String> options) {
    return new MountTable.Layer("/datadog", TARGET.path().toString(), options);
  }

  private static HostView host(FileView target, List<MountTable.Layer> layers, FileView source) {
    return new HostView(
        Optional.empty(), target, !layers.isEmpty(), layers, SourceView.of(source), DiskRoom.ANY);
  }
}
