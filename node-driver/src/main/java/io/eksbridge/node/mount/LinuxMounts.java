// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Obstacle;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.SourceView;
import io.eksbridge.node.volume.TargetPath;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// The kernel of this node, by its system calls.
@Singleton
public final class LinuxMounts implements Mounts {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

  private final Lock directories = new ReentrantLock();
  private final Binder binder;

  /// Binds as well as this kernel can.
  @Inject
  public LinuxMounts() {
    this(new Binder(true));
  }

  LinuxMounts(Binder binder) {
    this.binder = binder;
  }

  @Override
  public FileView behind(Path path) {
    return Statx.behind(path).file();
  }

  @Override
  public boolean isDeleted(Path path) {
    return Statx.shown(path).isDeleted();
  }

  @Override
  public Held hold(Source source) {
    return switch (source) {
      case Source.OfAgent(var path, _) -> new AgentSource(path, SourceView.of(behind(path)));
      case Source.OfStore(var path, _, _) -> new AgentSource(path, SourceView.of(behind(path)));
      case Source.Overlaid(var path, _) -> new AgentSource(path, SourceView.of(behind(path)));
      case Source.OfNode(var directory, _) -> new StoredDirectory(directory, directories);
    };
  }

  @Override
  public Place open(TargetPath target) {
    Path root = target.kubelet();
    Optional<OpenFile> found = OpenFile.folderAt(root);
    if (found.isEmpty() && behind(root).kind() != FileKind.DIRECTORY) {
      return LinuxPlace.behind(new Obstacle(root, behind(root).kind()), target, binder);
    }
    try (OpenFile kubelet = found.orElseGet(() -> OpenFile.at(root))) { // which says what is wrong
      Optional<OpenFile> folder = kubelet.below(target.way());
      if (folder.isPresent()) {
        return LinuxPlace.in(folder.get(), target, binder);
      }
    }
    return walk(OpenFile.at(root), target);
  }

  /// Folder by folder: on an older kernel, and to find out which is none.
  private Place walk(OpenFile kubelet, TargetPath target) {
    OpenFile reached = kubelet;
    for (Path folder : target.above()) {
      String name = String.valueOf(folder.getFileName());
      Optional<OpenFile> next;
      try (OpenFile parent = reached) {
        next = parent.folder(name);
        if (next.isEmpty()) {
          FileKind found = Statx.of(parent.number(), name, folder).file().kind();
          return LinuxPlace.behind(new Obstacle(folder, found), target, binder);
        }
      }
      reached = next.get();
    }
    return LinuxPlace.in(reached, target, binder);
  }

  @Override
  public void load() {
    Standard.load();
  }

  @Override
  public MountTable table() {
    return MountTable.parse(mountinfo());
  }

  /// The table of mounts as the kernel writes it.
  public static String mountinfo() {
    try {
      return new String(Files.readAllBytes(MOUNTINFO), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
