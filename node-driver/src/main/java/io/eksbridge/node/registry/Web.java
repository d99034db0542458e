// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.HttpProxy;
import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.ProxyRules.Route;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
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
  private final ProxyLogin login = new ProxyLogin();
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
    return ask(uri, headers, limit, HttpURLConnection::getResponseCode);
  }

  /// Sends a form.
  Answer post(URI uri, String form, Limit limit) throws IOException {
    return ask(
        uri,
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        limit,
        connection -> sent(connection, form));
  }

  private static int sent(HttpURLConnection connection, String form) throws IOException {
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    try (OutputStream body = connection.getOutputStream()) {
      body.write(form.getBytes(StandardCharsets.UTF_8));
    }
    return connection.getResponseCode();
  }

  private Answer ask(URI uri, Map<String, String> headers, Limit limit, Exchange exchange)
      throws IOException {
    confine(uri);
    return switch (hosts.route(uri)) {
      case Route.Direct _ -> {
        HttpURLConnection connection = open(uri, headers, Proxy.NO_PROXY);
        int status = limit.status(connection, () -> exchange.status(connection));
        yield new Answer(uri, connection, status, limit);
      }
      case Route.Through(var proxy) -> through(proxy, uri, headers, limit, exchange);
      case Route.Unfit(var why) -> throw new LibraryFailure(LibraryFault.STORAGE, why);
    };
  }

  private Answer through(
      HttpProxy proxy, URI uri, Map<String, String> headers, Limit limit, Exchange exchange)
      throws IOException {
    var place = new InetSocketAddress(proxy.host(), proxy.port());
    HttpURLConnection connection = open(uri, headers, new Proxy(Proxy.Type.HTTP, place));
    connection.setAuthenticator(login);
    int status;
    try {
      status =
          login.through(proxy, () -> limit.status(connection, () -> exchange.status(connection)));
    } catch (Limit.Passed slow) {
      throw slow;
    } catch (IOException failure) {
      throw new ProxyFailure(proxy, failure);
    }
    if (status == HttpURLConnection.HTTP_PROXY_AUTH) {
      connection.disconnect();
      throw new ProxyFailure(proxy, status);
    }
    return new Answer(uri, connection, status, limit);
  }

  private void confine(URI uri) {
    boolean plain = "http".equals(uri.getScheme()) && hosts.isPlain(uri.getRawAuthority());
    if ((!plain && !"https".equals(uri.getScheme())) || uri.getHost() == null) {
      throw new LibraryFailure(
          LibraryFault.UNREACHABLE,
          "the registry sends the driver to what is no https address: "
              + uri.getScheme()
              + "://"
              + uri.getRawAuthority());
    }
  }

  private HttpURLConnection open(URI uri, Map<String, String> headers, Proxy proxy)
      throws IOException {
    var connection = (HttpURLConnection) uri.toURL().openConnection(proxy);
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

  private interface Exchange {
    int status(HttpURLConnection connection) throws IOException;
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
