// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Obstacle;
import io.eksbridge.node.volume.TargetPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A target on the kernel in memory.
record PlaceInMemory(InMemoryMounts kernel, TargetPath target) implements Place {
  @Override
  public Optional<Obstacle> obstacle() {
    return target.above().stream()
        .map(folder -> new Obstacle(folder, kernel.at(folder).kind()))
        .filter(step -> step.found() != FileKind.DIRECTORY)
        .findFirst();
  }

  @Override
  public Sight look() {
    return new Sight(kernel.at(target.path()), !layers().isEmpty());
  }

  @Override
  public List<MountTable.Layer> layers() {
    return kernel.layers(target.path());
  }

  @Override
  public void make(FileKind kind) {
    kernel.make(target.path(), kind);
  }

  @Override
  public void remove(FileKind kind) {
    kernel.remove(target.path(), kind);
  }

  @Override
  public void bind(Path source, Access access) {
    kernel.bind(source, target.path());
  }

  @Override
  public void overlay(Path library, Path own, Access access) {
    kernel.bind(library, target.path()); // what is written there is of no say to a plan
  }

  @Override
  public void confine(Access access) {
    kernel.confine(target.path(), access);
  }

  @Override
  public void unmount() {
    kernel.unmount(target.path());
  }

  @Override
  public void detach() {
    kernel.detach(target.path());
  }

  @Override
  public void close() {}
}
