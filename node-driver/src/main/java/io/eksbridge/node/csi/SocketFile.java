// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// What a file tells of the socket that it stands for.
final class SocketFile {
  private static final int TYPE = 0170000; // S_IFMT
  private static final int SOCKET = 0140000; // S_IFSOCK

  private SocketFile() {}

  /// Whether a socket is there, and no link to one.
  static boolean is(Path file) throws IOException {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && ((int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE)
            == SOCKET;
  }

  /// Which file it is: a socket that is made anew at the same path is another.
  static Object identity(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  /// Whether a process listens there, however busy it is.
  static boolean isServed(Path file) {
    try (SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      caller.configureBlocking(false);
      return caller.connect(UnixDomainSocketAddress.of(file)) || caller.isConnectionPending();
    } catch (IOException refused) {
      return false;
    }
  }
}
