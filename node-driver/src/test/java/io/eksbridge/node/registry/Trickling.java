// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A registry whose answer to whatever it is asked comes byte by byte, from some byte on.
final class Trickling implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private static final int SLOW_BYTES = 40;

  private final byte[] answer;
  private final int atOnce;
  private final long millis;

  /// With so much of it at once, and then forty bytes with so much time before each.
  Trickling(String answer, int atOnce, long millis) throws IOException {
    this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
    this.atOnce = atOnce;
    this.millis = millis;
    Thread _ = Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    try {
      while (true) {
        Socket caller = server.accept();
        Thread _ = Thread.ofVirtual().start(() -> trickle(caller));
      }
    } catch (IOException _) {
      // it is closed
    }
  }

  private void trickle(Socket caller) {
    try (caller) {
      var _ = caller.getInputStream().read();
      OutputStream out = caller.getOutputStream();
      out.write(answer, 0, atOnce);
      out.flush();
      for (int next = atOnce; next < atOnce + SLOW_BYTES; next++) {
        Thread.sleep(millis);
        out.write(answer[next]);
      }
      out.write(answer, atOnce + SLOW_BYTES, answer.length - atOnce - SLOW_BYTES);
    } catch (IOException | InterruptedException _) {
      // nobody reads on
    }
  }

  String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
