// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.MountTable;
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
import java.util.LinkedHashMap;
import java.util.Map;
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
  public Held hold(Source source) {
    return switch (source) {
      case Source.OfAgent(var path, _) -> new AgentSource(path, SourceView.of(behind(path)));
      case Source.OfNode(var directory, _) -> new StoredDirectory(directory, directories);
    };
  }

  @Override
  public Place open(TargetPath target) {
    Map<Path, FileKind> above = new LinkedHashMap<>();
    if (behind(target.kubelet()).kind() != FileKind.DIRECTORY) {
      return new LinuxPlace(target, above, Optional.empty(), binder);
    }
    OpenFile reached = OpenFile.at(target.kubelet());
    for (Path folder : target.above()) {
      String name = String.valueOf(folder.getFileName());
      Optional<OpenFile> next;
      try (OpenFile parent = reached) {
        next = parent.folder(name);
        if (next.isEmpty()) {
          above.put(folder, Statx.of(parent.number(), name, folder).file().kind());
          return new LinuxPlace(target, above, Optional.empty(), binder);
        }
      }
      above.put(folder, FileKind.DIRECTORY);
      reached = next.get();
    }
    return new LinuxPlace(target, above, Optional.of(reached), binder);
  }

  @Override
  public void load() {
    Standard.load();
  }

  @Override
  public MountTable table() {
    return MountTable.parse(mountinfo());
  }

  static String mountinfo() {
    try {
      return new String(Files.readAllBytes(MOUNTINFO), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
