// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.node.volume.Provision;
import io.eksbridge.node.volume.SourceView;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A node directory on the kernel in memory.
record DirectoryInMemory(InMemoryMounts kernel, NodeDirectory directory) implements Held {
  @Override
  public SourceView view() {
    return kernel.owned(directory.path());
  }

  @Override
  public Path path() {
    return directory.path();
  }

  @Override
  public Runnable provide(Provision provision) {
    return switch (provision) {
      case Provision.Make _ -> {
        Stream.of(directory.root(), directory.path().getParent())
            .filter(folder -> kernel.at(folder).kind() == FileKind.ABSENT)
            .forEach(folder -> kernel.with(folder, FileKind.DIRECTORY));
        kernel.make(directory.path(), FileKind.DIRECTORY);
        kernel.own(directory.path(), NodeDirectory.OWNER, directory.group(), NodeDirectory.MODE);
        yield () -> kernel.remove(directory.path(), FileKind.DIRECTORY);
      }
      case Provision.Restore _ -> {
        kernel.own(directory.path(), NodeDirectory.OWNER, directory.group(), NodeDirectory.MODE);
        yield () -> {};
      }
      case Provision.AsItIs _, Provision.Refuse _ -> () -> {};
    };
  }

  @Override
  public void close() {}
}
