// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.TargetPath;
import java.nio.file.Path;

/// What the kernel is asked for; all of it throws [KernelRefusal] when it will not.
public interface Mounts {
  /// What lies at a path or where its links lead.
  FileView behind(Path path);

  /// Whether what is shown at a path was deleted where it came from: another of the same name there
  /// is not seen from here.
  boolean isDeleted(Path path);

  /// Looks at a source and holds it until it is closed.
  Held hold(Source source);

  /// Finds the folder that a target lies in, without following links below the kubelet's folder,
  /// and holds it until it is closed: whoever swaps a folder meanwhile redirects nothing.
  Place open(TargetPath target);

  /// Loads what the first publish would wait for.
  void load();

  /// All mounts that this process sees: what it costs grows with the node.
  MountTable table();
}
