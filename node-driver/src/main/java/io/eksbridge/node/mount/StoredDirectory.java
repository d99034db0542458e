// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.node.volume.Provision;
import io.eksbridge.node.volume.SourceView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/// A node directory, reached from the driver's storage without following a link and held: whatever
/// a pod writes in its directory redirects nothing. One at a time.
final class StoredDirectory implements Held {
  private final NodeDirectory directory;
  private final Lock lock;
  private final SourceView view;
  private Optional<OpenFile> held = Optional.empty();

  /// Looks for it, once no other is looked for.
  StoredDirectory(NodeDirectory directory, Lock lock) {
    this.directory = directory;
    this.lock = lock;
    lock.lock();
    try {
      FileView storage = Statx.behind(storage()).file();
      this.view = storage.kind() == FileKind.DIRECTORY ? found() : SourceView.of(storage);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private SourceView found() {
    OpenFile reached = OpenFile.at(storage());
    for (Path next : directory.way()) {
      String name = String.valueOf(next.getFileName());
      Optional<OpenFile> folder;
      try (OpenFile parent = reached) {
        folder = parent.folder(name);
        if (folder.isEmpty()) {
          return SourceView.of(Statx.of(parent.number(), name, next).file());
        }
      }
      reached = folder.get();
    }
    held = Optional.of(reached);
    return Statx.of(reached).source();
  }

  @Override
  public SourceView view() {
    return view;
  }

  @Override
  public Path path() {
    return held.map(OpenFile::magic).orElse(directory.path());
  }

  @Override
  public Runnable provide(Provision provision) {
    return switch (provision) {
      case Provision.Make _ -> made();
      case Provision.Restore _ -> {
        claim(held.orElseThrow());
        yield () -> {};
      }
      case Provision.AsItIs _, Provision.Refuse _ -> () -> {};
    };
  }

  private Runnable made() {
    try {
      Files.createDirectories(storage());
    } catch (IOException failure) {
      throw new KernelRefusal("mkdir", storage(), failure.getClass().getSimpleName());
    }
    OpenFile parent = OpenFile.at(storage());
    for (Path next : directory.way().subList(0, 2)) {
      try (OpenFile above = parent) {
        parent = ensured(above, next);
      }
    }
    try (OpenFile above = parent) {
      Path place = above.magic().resolve(directory.name());
      Standard.makeFolder(place, directory.path(), NodeDirectory.MADE);
      held = above.folder(directory.name());
    }
    Runnable undo = () -> Standard.removeFolder(directory.path(), directory.path());
    try {
      claim(held.orElseThrow(() -> new KernelRefusal("openat", directory.path(), "it is gone")));
    } catch (KernelRefusal refusal) {
      undo.run();
      throw refusal;
    }
    return undo;
  }

  private static OpenFile ensured(OpenFile above, Path folder) {
    String name = String.valueOf(folder.getFileName());
    if (Statx.of(above.number(), name, folder).file().kind() == FileKind.ABSENT) {
      Standard.makeFolder(above.magic().resolve(name), folder, NodeDirectory.MADE);
    }
    return above
        .folder(name)
        .orElseThrow(() -> new KernelRefusal("openat", folder, "ENOTDIR (Not a directory)"));
  }

  /// First whose, then who may: a process that ends between leaves it closed, and unfinished.
  private void claim(OpenFile file) {
    Standard.own(file, NodeDirectory.OWNER, directory.group());
    Standard.permit(file, NodeDirectory.MODE);
  }

  private Path storage() {
    return Objects.requireNonNull(directory.root().getParent());
  }

  @Override
  public void close() {
    try {
      held.ifPresent(OpenFile::close);
    } finally {
      lock.unlock();
    }
  }
}
