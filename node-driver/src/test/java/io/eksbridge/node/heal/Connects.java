// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// An application in a container: each time that it is told to, it connects to the socket that it
/// was started with and says whether that worked.
final class Connects {
  private Connects() {}

  public static void main(String[] arguments) throws IOException {
    var told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (told.readLine() != null) {
      System.out.println(connects(Path.of(arguments[0])));
    }
  }

  private static boolean connects(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException _) {
      return false;
    }
  }
}
