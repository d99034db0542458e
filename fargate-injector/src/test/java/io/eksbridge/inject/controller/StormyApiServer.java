// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// An API server that keeps what it is told, by its path, or refuses every write and counts them.
public final class StormyApiServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WELL = 200;
  private static final int ABSENT = 404;

  /// How many writes were asked since [#refuses].
  public final AtomicInteger writes = new AtomicInteger();
  final Map<String, JsonNode> stored = new ConcurrentSkipListMap<>();

  private final AtomicInteger version = new AtomicInteger(100);
  private final HttpServer server;
  private volatile int refusal;

  /// With nothing in it.
  public StormyApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// Refuses each write with this status; 0 for none.
  public void refuses(int status) {
    refusal = status;
    writes.set(0);
  }

  /// There is this object.
  public void has(String path, String json) throws IOException {
    stored.put(path, JSON.readTree(json.replace('\'', '"')));
  }

  /// How many objects there are below this path.
  public long below(String path) {
    return stored.keySet().stream().filter(each -> each.startsWith(path)).count();
  }

  /// The way in.
  public Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{name: test, context: {cluster: test, user: test}}]
        clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: test, user: {token: test}}]
        """
            .formatted(server.getAddress().getPort()));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestMethod().equals("GET")) {
        read(exchange, path);
        return;
      }
      writes.incrementAndGet();
      if (refusal != 0) {
        exchange.getResponseHeaders().add("Retry-After", "3");
        send(exchange, refusal, "{\"message\":\"not now\"}");
        return;
      }
      var object = (ObjectNode) JSON.readTree(body);
      String place =
          exchange.getRequestMethod().equals("POST")
              ? path + "/" + object.at("/metadata/name").asText()
              : path;
      object
          .withObject("/metadata")
          .put("uid", "uid-" + place)
          .put("resourceVersion", Integer.toString(version.incrementAndGet()));
      if (place.contains("/services/")) {
        object.withObject("/spec").put("clusterIP", "172.20.0.7");
      }
      stored.put(place, object);
      send(exchange, WELL, object.toString());
    }
  }

  private void read(HttpExchange exchange, String path) throws IOException {
    JsonNode object = stored.get(path);
    if (object != null) {
      send(exchange, WELL, object.toString());
    } else if (path.matches(".*s")
        && !path.contains("eksbridge-")
        && !path.contains("configmaps/")) {
      String kind = path.substring(path.lastIndexOf('/'));
      String items =
          stored.entrySet().stream()
              .filter(
                  each ->
                      each.getKey().matches(path + "/[^/]+|.*/namespaces/[^/]+" + kind + "/[^/]+"))
              .map(each -> each.getValue().toString())
              .collect(Collectors.joining(","));
      send(
          exchange,
          WELL,
          "{\"metadata\":{\"resourceVersion\":\""
              + version.get()
              + "\"},\"items\":["
              + items
              + "]}");
    } else {
      send(exchange, ABSENT, "{\"message\":\"not found\"}");
    }
  }

  private static void send(HttpExchange exchange, int status, String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
