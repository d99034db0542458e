// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.MountTable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;
import jnr.posix.FileStat;

/// The kernel of this node, by its system calls.
@Singleton
public final class LinuxMounts implements Mounts {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
  private static final long READ_ONLY = 1; // the MS_ and ST_ bits of these four are the same
  private static final long NO_SUID = 2;
  private static final long NO_DEVICES = 4;
  private static final long NO_PROGRAMS = 8;
  private static final long CONFINED = READ_ONLY | NO_SUID | NO_DEVICES | NO_PROGRAMS;
  private static final long MS_REMOUNT = 32;
  private static final long MS_BIND = 4096;
  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;
  private static final int FOLDER_MODE = 0750; // covered by the mount while it is there
  private static final int FILE_MODE = 0640;

  @Override
  public FileView at(Path path) {
    FileStat stat = Libc.STANDARD.allocateStat();
    return view("lstat", path, Libc.STANDARD.lstat(path.toString(), stat), stat);
  }

  @Override
  public FileView behind(Path path) {
    FileStat stat = Libc.STANDARD.allocateStat();
    return view("stat", path, Libc.STANDARD.stat(path.toString(), stat), stat);
  }

  private static FileView view(String call, Path path, int result, FileStat stat) {
    if (result < 0) {
      int error = Libc.lastError();
      if (error == Errno.ENOENT.intValue() || error == Errno.ENOTDIR.intValue()) {
        return FileView.ABSENT;
      }
      throw Libc.refusal(call, path, error);
    }
    return new FileView(kind(stat), stat.dev(), stat.ino());
  }

  private static FileKind kind(FileStat stat) {
    if (stat.isDirectory()) {
      return FileKind.DIRECTORY;
    }
    if (stat.isSocket()) {
      return FileKind.SOCKET;
    }
    if (stat.isSymlink()) {
      return FileKind.SYMLINK;
    }
    return stat.isFile() ? FileKind.FILE : FileKind.OTHER;
  }

  @Override
  public List<MountTable.Layer> layers(Path target) {
    try {
      Path parent = target.getParent();
      Path real =
          parent == null
              ? target
              : parent.toRealPath().resolve(String.valueOf(target.getFileName()));
      String table = new String(Files.readAllBytes(MOUNTINFO), StandardCharsets.UTF_8);
      return MountTable.parse(table).at(real.toString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void make(Path target, FileKind kind) {
    if (kind == FileKind.DIRECTORY) {
      Libc.done("mkdir", target, Libc.STANDARD.mkdir(target.toString(), FOLDER_MODE));
      return;
    }
    int flags =
        OpenFlags.O_CREAT.intValue() | OpenFlags.O_EXCL.intValue() | OpenFlags.O_WRONLY.intValue();
    int file = Libc.STANDARD.open(target.toString(), flags, FILE_MODE);
    Libc.done("open", target, file);
    Libc.done("close", target, Libc.STANDARD.close(file));
  }

  @Override
  public void remove(Path target, FileKind kind) {
    if (kind == FileKind.DIRECTORY) {
      Libc.done("rmdir", target, Libc.STANDARD.rmdir(target.toString()));
    } else {
      Libc.done("unlink", target, Libc.STANDARD.unlink(target.toString()));
    }
  }

  @Override
  public void bind(Path source, Path target) {
    int result = Libc.CALLS.mount(source.toString(), target.toString(), null, MS_BIND, null);
    Libc.done("mount " + source + " on", target, result);
  }

  @Override
  public void confine(Path target) {
    long flags = MS_REMOUNT | MS_BIND | CONFINED;
    Libc.done(
        "remount read-only", target, Libc.CALLS.mount(null, target.toString(), null, flags, null));
    if ((Libc.options(target) & CONFINED) != CONFINED) {
      throw new KernelRefusal("remount read-only", target, "the kernel reports other options");
    }
  }

  @Override
  public void unmount(Path target) {
    Libc.done("umount", target, Libc.CALLS.umount2(target.toString(), UMOUNT_NOFOLLOW));
  }

  @Override
  public void detach(Path target) {
    int flags = UMOUNT_NOFOLLOW | MNT_DETACH;
    Libc.done("umount lazily", target, Libc.CALLS.umount2(target.toString(), flags));
  }
}
