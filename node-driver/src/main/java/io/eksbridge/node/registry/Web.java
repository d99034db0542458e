// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/// Requests to registries. Nothing is followed, kept or repeated here.
final class Web {
  static final Duration STALL = Duration.ofSeconds(30);

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final Hosts hosts;
  private final Tls tls;
  private final GuardedSockets sockets;
  private final Duration stall;

  Web(Hosts hosts, Duration stall) {
    this.hosts = hosts;
    this.stall = stall;
    this.tls = new Tls(hosts.authorities());
    this.sockets = new GuardedSockets(tls, hosts);
  }

  /// Loads what the first request over TLS needs.
  void load() {
    var _ = tls.sockets();
  }

  /// Asks; the answer's status may be any.
  Answer get(URI uri, Map<String, String> headers, Limit limit) throws IOException {
    HttpURLConnection connection = open(uri, headers);
    int status = limit.status(connection, connection::getResponseCode);
    return new Answer(uri, connection, status, limit);
  }

  /// Sends a form.
  Answer post(URI uri, String form, Limit limit) throws IOException {
    HttpURLConnection connection =
        open(uri, Map.of("Content-Type", "application/x-www-form-urlencoded"));
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    return new Answer(
        uri, connection, limit.status(connection, () -> sent(connection, form)), limit);
  }

  private static int sent(HttpURLConnection connection, String form) throws IOException {
    try (OutputStream body = connection.getOutputStream()) {
      body.write(form.getBytes(StandardCharsets.UTF_8));
    }
    return connection.getResponseCode();
  }

  private HttpURLConnection open(URI uri, Map<String, String> headers) throws IOException {
    boolean plain = "http".equals(uri.getScheme()) && hosts.isPlain(uri.getRawAuthority());
    if ((!plain && !"https".equals(uri.getScheme())) || uri.getHost() == null) {
      throw new LibraryFailure(
          LibraryFault.UNREACHABLE,
          "the registry sends the driver to what is no https address: "
              + uri.getScheme()
              + "://"
              + uri.getRawAuthority());
    }
    var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection secure) {
      load(); // here its failure is told as what it is
      secure.setSSLSocketFactory(sockets);
    }
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) stall.toMillis());
    connection.setRequestProperty("User-Agent", "eksbridge-node-driver");
    headers.forEach(connection::setRequestProperty);
    return connection;
  }

  /// What was answered.
  record Answer(URI from, HttpURLConnection connection, int status, Limit limit)
      implements AutoCloseable {
    Optional<String> header(String name) {
      return Optional.ofNullable(connection.getHeaderField(name));
    }

    InputStream body() throws IOException {
      InputStream body =
          status < HttpURLConnection.HTTP_BAD_REQUEST
              ? connection.getInputStream()
              : connection.getErrorStream();
      return body == null ? InputStream.nullInputStream() : limit.on(body);
    }

    /// As much of the body as may be held, and whether that is all.
    byte[] atMost(int bytes) throws IOException {
      try (InputStream body = body()) {
        return body.readNBytes(bytes);
      }
    }

    @Override
    public void close() {
      connection.disconnect();
    }
  }
}
