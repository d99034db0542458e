// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;

/// What is published, and on which terms.
public sealed interface Source {
  /// Where it is on the node.
  Path path();

  /// What it must be.
  FileKind kind();

  /// What a pod may do with it.
  Access access();

  /// What it is mounted on: a folder on a folder, anything else on an empty file.
  default FileKind targetKind() {
    return kind() == FileKind.DIRECTORY ? FileKind.DIRECTORY : FileKind.FILE;
  }

  /// Of the Agent: it makes it, and connecting to a socket needs no writing.
  record OfAgent(Path path, FileKind kind) implements Source {
    @Override
    public Access access() {
      return Access.READ_ONLY;
    }
  }

  /// A library, or what stands in for one, in the driver's store: there when it is asked for.
  record OfStore(Path path, FileKind kind, Access access) implements Source {}

  /// A library in the driver's store under a folder of one pod's own, which takes what it writes.
  ///
  /// @param path of the library
  /// @param own the pod's folder, with `upper` and `work` in it
  record Overlaid(Path path, Path own) implements Source {
    @Override
    public FileKind kind() {
      return FileKind.DIRECTORY;
    }

    @Override
    public Access access() {
      return Access.OWN_PROGRAMS;
    }
  }

  /// Of the node itself: the driver makes it.
  record OfNode(NodeDirectory directory, Access access) implements Source {
    @Override
    public Path path() {
      return directory.path();
    }

    @Override
    public FileKind kind() {
      return FileKind.DIRECTORY;
    }
  }
}
