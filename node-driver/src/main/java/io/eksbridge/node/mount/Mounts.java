// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.MountTable;
import java.nio.file.Path;
import java.util.List;

/// What the kernel is asked for; each throws [KernelRefusal] when it will not.
public interface Mounts {
  /// What lies at a path, a link itself.
  FileView at(Path path);

  /// What lies at a path or where its links lead.
  FileView behind(Path path);

  /// The mounts at exactly this place, the topmost last.
  List<MountTable.Layer> layers(Path target);

  /// Makes an empty folder or file; it must not be there.
  void make(Path target, FileKind kind);

  /// Removes an empty folder or a file.
  void remove(Path target, FileKind kind);

  /// Mounts `source` at `target` too.
  void bind(Path source, Path target);

  /// Makes the topmost mount at `target` read-only, without devices, set-user-ID or programs, and
  /// sees to it that it is.
  void confine(Path target);

  /// Takes the topmost mount away.
  void unmount(Path target);

  /// Takes the topmost mount out of sight; the kernel ends it when its last user does.
  void detach(Path target);
}
