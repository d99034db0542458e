// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One TLS connection to a webhook, byte by byte: what a client library would not do.
final class RawConnection implements AutoCloseable {
  private static final String REVIEW =
      """
      {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"705ab4f5",
      "operation":"CREATE","resource":{"group":"","version":"v1","resource":"pods"},
      "object":{"spec":{"containers":[]}}}}
      """;
  private static final int FRAME_HEAD = 9;
  private static final int TIMEOUT_MILLIS = 30_000;

  private final SSLSocket socket;
  private final InputStream in;

  private RawConnection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /// Connects and offers these protocols, the first the dearest.
  static RawConnection open(int port, String... protocols)
      throws IOException, GeneralSecurityException {
    SSLContext tls = RunningWebhook.believing();
    var socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return new RawConnection(socket);
  }

  /// What was agreed on.
  String protocol() {
    return socket.getApplicationProtocol();
  }

  /// The head of a review's request, with the length of its whole body.
  static String head() {
    return "POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
        + REVIEW.length()
        + "\r\n\r\n";
  }

  static String body() {
    return REVIEW;
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /// The head of the answer to a review, in small letters but for its first line.
  String review() throws IOException {
    write(head() + body());
    return answer();
  }

  String answer() throws IOException {
    var head = new StringBuilder();
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      head.append(head.isEmpty() ? line : lower).append('\n');
    }
    in.skipNBytes(length);
    return head.toString();
  }

  /// Reads a frame of HTTP/2; its type.
  int frame() throws IOException {
    byte[] head = in.readNBytes(FRAME_HEAD);
    if (head.length < FRAME_HEAD) {
      throw new EOFException("ended between frames");
    }
    int length =
        (Byte.toUnsignedInt(head[0]) << 16)
            | (Byte.toUnsignedInt(head[1]) << 8)
            | Byte.toUnsignedInt(head[2]);
    in.skipNBytes(length);
    return head[3];
  }

  /// Waits for the other side to end the connection; false when it says something instead.
  boolean ended() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /// The same where frames of the protocol come first.
  boolean endedAfterFrames() throws IOException {
    try {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return true;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("ended after: " + line);
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
