// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import jnr.constants.platform.Errno;

/// Whether a process listens on a Unix socket, of packets or of streams: asked by connecting to it
/// and leaving at once.
public final class Listening {
  private static final int UNIX = 1; // AF_UNIX
  private static final int STREAM = 1; // SOCK_STREAM
  private static final int PACKETS = 2; // SOCK_DGRAM
  private static final int NEVER_WAIT = 04000; // SOCK_NONBLOCK
  private static final int ADDRESS_BYTES = 110; // struct sockaddr_un
  private static final int PATH_BYTES = 108; // its path there, with its end

  private Listening() {}

  /// Whether one listens at `socket`.
  public static boolean at(Path socket) {
    byte[] path = socket.toString().getBytes(StandardCharsets.UTF_8);
    if (path.length >= PATH_BYTES) {
      return false;
    }
    Optional<Errno> error = connect(socket, path, PACKETS);
    if (error.filter(Errno.EPROTOTYPE::equals).isPresent()) { // one of streams is bound there
      error = connect(socket, path, STREAM);
    }
    return error.isEmpty() || error.get() == Errno.EAGAIN; // more callers than it has taken so far
  }

  private static Optional<Errno> connect(Path socket, byte[] path, int kind) {
    int how = kind | NEVER_WAIT | OpenFile.CLOSE_ON_EXEC;
    int number = Libc.done(Syscall.SOCKET, socket, Libc.call(Syscall.SOCKET, UNIX, how, 0, 0, 0));
    try (var file = new OpenFile(number, socket);
        var scratch = new Scratch()) {
      long address = scratch.address(UNIX, path, ADDRESS_BYTES);
      long answer = Libc.call(Syscall.CONNECT, file.number(), address, ADDRESS_BYTES, 0, 0);
      return Libc.failed(answer) ? Optional.of(Libc.lastError()) : Optional.empty();
    }
  }
}
