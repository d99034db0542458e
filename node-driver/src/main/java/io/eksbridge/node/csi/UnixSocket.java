// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.eksbridge.startup.Refusal;
import io.grpc.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;

/// A Unix socket that this process serves on.
///
/// @param path where it is
/// @param flag the flag that an operator would change, for refusals
public record UnixSocket(Path path, String flag) {
  private static final int TYPE = 0170000; // S_IFMT
  private static final int SOCKET = 0140000; // S_IFSOCK

  /// Binds by `binding`, in place of what a process that ended may have left there.
  public <S> S bind(Callable<S> binding) {
    try {
      clear();
      S server = binding.call();
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
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

  /// Takes the socket away.
  public void remove() {
    try {
      if (isSocket()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void clear() throws IOException {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Refusal(flag + ": cannot bind " + path + ": " + folder + " is not a directory");
    }
    if (isSocket()) {
      Files.delete(path);
    } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal(flag + ": cannot bind " + path + ": something else than a socket is there");
    }
  }

  private boolean isSocket() throws IOException {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE)
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
