// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Obstacle;
import io.eksbridge.node.volume.TargetPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jnr.constants.platform.Errno;

/// A target by the folder that is held and its name there.
final class LinuxPlace implements Place {
  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;
  private static final int FOLDER_MODE = 0750; // covered by the mount while it is there
  private static final int FILE_MODE = 0640;

  private final Path target;
  private final String name;
  private final Optional<Obstacle> obstacle;
  private final Optional<OpenFile> folder;
  private final Binder binder;

  private LinuxPlace(
      TargetPath target, Optional<Obstacle> obstacle, Optional<OpenFile> folder, Binder binder) {
    this.target = target.path();
    this.name = String.valueOf(target.path().getFileName());
    this.obstacle = obstacle;
    this.folder = folder;
    this.binder = binder;
  }

  /// A target in that folder.
  static LinuxPlace in(OpenFile folder, TargetPath target, Binder binder) {
    return new LinuxPlace(target, Optional.empty(), Optional.of(folder), binder);
  }

  /// A target that cannot be reached.
  static LinuxPlace behind(Obstacle obstacle, TargetPath target, Binder binder) {
    return new LinuxPlace(target, Optional.of(obstacle), Optional.empty(), binder);
  }

  @Override
  public Optional<Obstacle> obstacle() {
    return obstacle;
  }

  @Override
  public Sight look() {
    Statx there = Statx.of(folder().number(), name, target);
    return new Sight(there.file(), there.mounted().orElseGet(() -> !layers().isEmpty()));
  }

  @Override
  public List<MountTable.Layer> layers() {
    try {
      Path real = Files.readSymbolicLink(folder().magic()).resolve(name);
      return MountTable.parse(LinuxMounts.mountinfo(), real.toString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void make(FileKind kind) {
    if (kind == FileKind.DIRECTORY) {
      Standard.makeFolder(here(), target, FOLDER_MODE);
    } else {
      Standard.makeFile(here(), target, FILE_MODE);
    }
  }

  @Override
  public void remove(FileKind kind) {
    if (kind == FileKind.DIRECTORY) {
      Standard.removeFolder(here(), target);
    } else {
      Standard.removeFile(here(), target);
    }
  }

  @Override
  public void bind(Path source, Access access) {
    try (OpenFile from = OpenFile.at(source);
        OpenFile on = folder().in(name)) {
      if (Statx.of(on).file().kind() == FileKind.SYMLINK) {
        throw Libc.refusal(Syscall.MOVE_MOUNT, target, Errno.ELOOP);
      }
      binder.bind(from, on, access);
    }
  }

  @Override
  public void overlay(Path library, Path own, Access access) {
    try (OpenFile on = folder().in(name)) {
      Binder.overlay(library, own, on, access);
    }
  }

  @Override
  public void confine(Access access) {
    try (OpenFile top = folder().in(name)) {
      Binder.confine(top, access);
    }
  }

  @Override
  public void unmount() {
    umount(UMOUNT_NOFOLLOW);
  }

  @Override
  public void detach() {
    umount(UMOUNT_NOFOLLOW | MNT_DETACH);
  }

  private void umount(int flags) {
    try (var scratch = new Scratch()) {
      long path = scratch.text(here().toString());
      Libc.done(Syscall.UMOUNT2, target, Libc.call(Syscall.UMOUNT2, path, flags, 0, 0, 0));
    }
  }

  /// The target below the very folder that is held.
  private Path here() {
    return folder().magic().resolve(name);
  }

  private OpenFile folder() {
    return folder.orElseThrow(() -> new IllegalStateException("the way to " + target));
  }

  @Override
  public void close() {
    folder.ifPresent(OpenFile::close);
  }
}
