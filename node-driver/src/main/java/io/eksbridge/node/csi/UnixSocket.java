// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.eksbridge.startup.Refusal;
import io.grpc.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A Unix socket that this process serves on. It is made beside its place and renamed into it, over
/// what another instance may serve there: callers find the one or the other, and each takes away
/// only its own.
public final class UnixSocket {
  private static final int TYPE = 0170000; // S_IFMT
  private static final int SOCKET = 0140000; // S_IFSOCK

  private final Path path;
  private final String flag;
  private volatile @Nullable Object own;

  /// At a path; the flag is the one that an operator would change, for refusals.
  public UnixSocket(Path path, String flag) {
    this.path = path;
    this.flag = flag;
  }

  /// Where it is called.
  public Path path() {
    return path;
  }

  /// Where it is bound: beside its place, by a name that the kubelet passes over, and no longer
  /// than any that fits. Netty unlinks what is here when it closes a socket.
  Path birthplace() {
    return path.resolveSibling(".%06x".formatted(path.hashCode() & 0xffffff));
  }

  /// Binds by `binding`, in place of what an instance before this one serves there or left there.
  public <S> S bind(Callable<S> binding) {
    try {
      Path made = birthplace();
      clear(made);
      S server = binding.call();
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      own = identity(made);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      return server;
    } catch (Refusal refusal) {
      throw refusal;
    } catch (Exception failure) {
      throw new Refusal(flag + ": cannot bind " + path + ": " + reason(failure), failure);
    }
  }

  /// Takes the socket away once `server` has answered what it was asked.
  public void close(Server server) {
    server.shutdown();
    remove();
  }

  /// Takes the socket away, unless it is another instance's by now.
  public void remove() {
    try {
      if (own != null && isSocket(path) && identity(path).equals(own)) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException _) {
      return; // gone already
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void clear(Path made) throws IOException {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Refusal(flag + ": cannot bind " + path + ": " + folder + " is not a directory");
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isSocket(path)) {
      throw new Refusal(flag + ": cannot bind " + path + ": something else than a socket is there");
    }
    if (isSocket(made)) { // a process ended between its making and its renaming
      Files.deleteIfExists(made);
    }
  }

  /// Which file it is: a socket that is made anew at the same path is another.
  private static Object identity(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isSocket(Path file) throws IOException {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && ((int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE)
            == SOCKET;
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
