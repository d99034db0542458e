// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Obstacle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a volume is published: a name in a folder that is held. The way there is looked at first;
/// the rest may be asked only of a place without an [#obstacle].
public interface Place extends AutoCloseable {
  /// The first on the way there that is no folder.
  Optional<Obstacle> obstacle();

  /// What is seen there.
  ///
  /// @param file what lies there, a link itself
  /// @param mounted whether anything is mounted there
  record Sight(FileView file, boolean mounted) {}

  /// Looks, without a look at other mounts where the kernel can tell.
  Sight look();

  /// The mounts at exactly this place, the topmost last, from the table of all.
  List<MountTable.Layer> layers();

  /// Makes an empty folder or file; it must not be there.
  void make(FileKind kind);

  /// Removes an empty folder or a file.
  void remove(FileKind kind);

  /// Mounts `source` there too, confined from its first moment where the kernel can do that.
  void bind(Path source, Access access);

  /// Mounts `library` there under what a pod writes, which goes to `upper` in the folder `own`.
  void overlay(Path library, Path own, Access access);

  /// Makes the topmost mount allow that much and no more, and sees to it that it does.
  void confine(Access access);

  /// Takes the topmost mount away.
  void unmount();

  /// Takes the topmost mount out of sight; the kernel ends it when its last user does.
  void detach();

  @Override
  void close();
}
