// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// A port of the loopback that leads to a Unix socket: a network namespace keeps ports to itself,
/// but not sockets that are files.
final class Relay implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final Path target;
  private final ServerSocket server;

  Relay(Path target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException closed) {
      // nothing else was to happen
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(target));
      Thread there = Thread.ofVirtual().start(() -> pipe(caller, channel));
      try (InputStream from = Channels.newInputStream(channel)) {
        OutputStream to = caller.getOutputStream();
        from.transferTo(to);
      }
      there.interrupt();
    } catch (IOException ended) {
      // the caller sees a connection that ends
    }
  }

  private static void pipe(Socket caller, SocketChannel channel) {
    try {
      caller.getInputStream().transferTo(Channels.newOutputStream(channel));
      channel.shutdownOutput();
    } catch (IOException ended) {
      // the other direction notices
    }
  }
}
