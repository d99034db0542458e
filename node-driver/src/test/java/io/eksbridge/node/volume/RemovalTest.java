// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RemovalTest {
  private static final Path PODS = Path.of("/k/pods");
  private static final TargetPath TARGET = new TargetPath(PODS.resolve("mount"), Path.of("/k"));

  @Test
  void whatIsMountedIsTakenAwayFirst() {
    assertThat(decide(FileKind.DIRECTORY, true)).isEqualTo(new Removal.Unbind(TARGET.path()));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIRECTORY", "FILE"})
  void whatAMountWouldHaveBeenOnIsRemoved(FileKind kind) {
    assertThat(decide(kind, false)).isEqualTo(new Removal.Delete(TARGET.path(), kind));
  }

  @Test
  void whatIsGoneIsGone() {
    assertThat(decide(FileKind.ABSENT, false)).isEqualTo(new Removal.Nothing());
  }

  @ParameterizedTest
  @EnumSource(names = {"SOCKET", "SYMLINK", "OTHER"})
  void whatThisDriverNeverMakesIsNotRemoved(FileKind kind) {
    assertThat(decide(kind, false))
        .isEqualTo(new Removal.Refuse(new Problem.NotOurs(TARGET.path(), kind)));
  }

  @Test
  void aPodWhoseFolderIsGoneHasNothingLeft() {
    assertThat(Removal.decide(TARGET, above(FileKind.ABSENT))).isEqualTo(new Removal.Nothing());
  }

  @Test
  void aSymbolicLinkAboveIsNotFollowed() {
    assertThat(Removal.decide(TARGET, above(FileKind.SYMLINK)))
        .isEqualTo(new Removal.Refuse(new Problem.BadWay(PODS, FileKind.SYMLINK)));
  }

  private static Removal decide(FileKind there, boolean mounted) {
    return Removal.decide(
        TARGET,
        new HostView(
            Optional.empty(),
            new FileView(there, 1, 1),
            mounted,
            List.of(),
            SourceView.ABSENT,
            DiskRoom.ANY));
  }

  private static HostView above(FileKind kind) {
    return new HostView(
        Optional.of(new Obstacle(PODS, kind)),
        FileView.ABSENT,
        false,
        List.of(),
        SourceView.ABSENT,
        DiskRoom.ANY);
  }
}
