// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.eksbridge.startup.Refusal;
import io.grpc.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A Unix socket that this process serves on. It is bound beside its place under a name that no
/// other instance has, and put into its place over what another serves or left there: callers find
/// the one or the other, each instance takes away only its own, and can come back to its place.
public final class UnixSocket {
  private final Path path;
  private final String flag;
  private final Beside beside;
  private volatile @Nullable Object own;

  /// At a path; the flag is the one that an operator would change, for refusals.
  public UnixSocket(Path path, String flag) {
    this.path = path;
    this.flag = flag;
    this.beside = new Beside(path);
  }

  /// Where it is called.
  public Path path() {
    return path;
  }

  /// Where it is bound, and stays as long as it is served. Netty unlinks it when it closes a
  /// socket.
  Path birthplace() {
    return beside.birthplace();
  }

  /// Binds by `binding`, in place of what an instance before this one serves there or left there.
  public <S> S bind(Callable<S> binding) {
    try {
      check();
      beside.sweep();
      S server = binding.call();
      Files.setPosixFilePermissions(birthplace(), PosixFilePermissions.fromString("rw-------"));
      own = SocketFile.identity(birthplace());
      put();
      return server;
    } catch (Refusal refusal) {
      throw refusal;
    } catch (Exception failure) {
      throw new Refusal(flag + ": cannot bind " + path + ": " + reason(failure), failure);
    }
  }

  /// Who would answer a call there now.
  public Answering answering() {
    try {
      Object mine = own;
      if (mine != null && SocketFile.is(path) && SocketFile.identity(path).equals(mine)) {
        return Answering.THIS;
      }
      return SocketFile.isServed(path) ? Answering.ANOTHER : Answering.NOBODY;
    } catch (IOException goneMeanwhile) {
      return Answering.NOBODY;
    }
  }

  /// Whether any process listens at a path.
  public static boolean isServed(Path path) {
    return SocketFile.isServed(path);
  }

  /// Puts the socket, which is still served, back into its place.
  public void takeBack() {
    try {
      check();
      put();
    } catch (IOException failure) {
      throw new Refusal(flag + ": cannot bind " + path + ": " + reason(failure), failure);
    }
  }

  /// Takes the socket away once `server` has answered what it was asked.
  public void close(Server server) {
    remove();
    server.shutdown();
  }

  /// Takes the socket away, unless it is another instance's by now.
  public void remove() {
    try {
      if (answering() == Answering.THIS) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void put() throws IOException {
    Path link = beside.link();
    Files.createLink(link, birthplace());
    Files.move(link, path, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(link); // the kernel leaves it where both names are of one file
  }

  private void check() throws IOException {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Refusal(flag + ": cannot bind " + path + ": " + folder + " is not a directory");
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !SocketFile.is(path)) {
      throw new Refusal(flag + ": cannot bind " + path + ": something else than a socket is there");
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
