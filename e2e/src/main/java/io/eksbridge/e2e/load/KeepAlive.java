// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One HTTPS connection that is kept, and as little client as that takes: what is measured is the
/// other side.
public final class KeepAlive implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private KeepAlive(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 15);
    this.out = socket.getOutputStream();
  }

  /// Connects to a port of the loopback.
  public static KeepAlive open(SSLContext trust, int port) throws IOException {
    SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.startHandshake();
    return new KeepAlive(socket);
  }

  /// A request as it is sent, made once.
  public static byte[] request(String path, String token, String body) {
    byte[] content = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + authorization
            + "Content-Length: "
            + content.length
            + "\r\n\r\n";
    byte[] request = new byte[head.length() + content.length];
    System.arraycopy(head.getBytes(US_ASCII), 0, request, 0, head.length());
    System.arraycopy(content, 0, request, head.length(), content.length);
    return request;
  }

  /// Sends it and reads the answer to its end; the status.
  public int send(byte[] request) throws IOException {
    out.write(request);
    out.flush();
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    long length = -1;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    if (chunked) {
      chunks();
    } else if (length > 0) {
      in.skipNBytes(length);
    }
    return status;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void chunks() throws IOException {
    for (int size = -1; size != 0; ) {
      size = Integer.parseInt(line().strip(), 16);
      in.skipNBytes(size);
      line();
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
