// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eksbridge.node.library.ImageReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A registry of one image, which may be asked for something first, and of which each request and
/// what it showed is kept.
final class SmallRegistry implements AutoCloseable {
  static final byte[] LAYER = "a layer".getBytes(StandardCharsets.UTF_8);

  static final byte[] NONE = {};

  private static final byte[] CONFIGURATION =
      "{\"os\":\"linux\",\"architecture\":\"amd64\"}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] MANIFEST =
      """
      {"schemaVersion":2,"config":{"digest":"%s"},"layers":[
        {"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
      """
          .formatted(Digest.of(CONFIGURATION), Digest.of(LAYER), LAYER.length)
          .getBytes(StandardCharsets.UTF_8);
  private static final Map<String, byte[]> CONTENT =
      Map.of(
          "/v2/team/lib/manifests/v1",
          MANIFEST,
          "/v2/team/lib/blobs/" + Digest.of(CONFIGURATION),
          CONFIGURATION,
          "/v2/team/lib/blobs/" + Digest.of(LAYER),
          LAYER);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /// What it does before it answers as it should.
  interface First {
    /// Whether that was the answer.
    boolean answers(HttpExchange exchange) throws IOException;
  }

  SmallRegistry(First first) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(shown(exchange) + " " + exchange.getRequestURI());
            if (!first.answers(exchange)) {
              byte[] content = CONTENT.get(exchange.getRequestURI().getPath());
              answer(exchange, content == null ? 404 : 200, content == null ? NONE : content);
            }
          }
        });
    server.start();
  }

  /// The credentials in a request.
  static String shown(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  static boolean answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    return true;
  }

  static boolean redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    return answer(exchange, 307, NONE);
  }

  static boolean challenge(HttpExchange exchange, String how) throws IOException {
    exchange.getResponseHeaders().set("WWW-Authenticate", how);
    return answer(exchange, 401, NONE);
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  ImageReference image() {
    return new ImageReference(host(), "team/lib", Optional.of("v1"), Optional.empty());
  }

  /// Each request: what it showed, and what it asked for.
  List<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
