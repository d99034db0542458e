// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// An API server that lists and watches by name, as strict as the real one about who asks for what:
/// anything else is a fault that the test sees.
final class FakeApiServer implements AutoCloseable {
  static final String END = "";

  private static final String TOKEN = "token-of-the-test";

  final Queue<String> faults = new ConcurrentLinkedQueue<>();
  final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  final Queue<String> watchedFrom = new ConcurrentLinkedQueue<>();

  private final Map<String, String> lists = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<String>> events = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile int status = 200;

  FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// What a list of the objects of this name shows.
  void shows(String name, String version, String... items) {
    lists.put(
        name,
        "{\"metadata\":{\"resourceVersion\":\"%s\"},\"items\":[%s]}"
            .formatted(version, String.join(",", items).replace('\'', '"')));
  }

  /// An event for whoever watches this name; [#END] ends the watch.
  void tells(String name, String event) {
    events(name).add(event.replace('\'', '"'));
  }

  void answersWith(int other) {
    status = other;
  }

  Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{name: test, context: {cluster: test, user: test}}]
        clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: test, user: {token: %s}}]
        """
            .formatted(server.getAddress().getPort(), TOKEN));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private BlockingQueue<String> events(String name) {
    return events.computeIfAbsent(name, _ -> new LinkedBlockingQueue<>());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query =
          URLDecoder.decode(String.valueOf(exchange.getRequestURI().getRawQuery()), UTF_8);
      String name =
          query.contains("fieldSelector=")
              ? query.replaceFirst(".*fieldSelector=metadata\\.name=([^&]*).*", "$1")
              : "";
      String path = exchange.getRequestURI().getPath();
      check(exchange, path, query, name);
      if (status != 200) {
        exchange.sendResponseHeaders(status, -1);
      } else if (query.contains("watch=true")) {
        watchedFrom.add(name + "@" + query.replaceFirst(".*resourceVersion=([^&]*).*", "$1"));
        follow(exchange, name);
      } else {
        byte[] list =
            lists
                .getOrDefault(name, "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}")
                .getBytes(UTF_8);
        exchange.sendResponseHeaders(200, list.length);
        exchange.getResponseBody().write(list);
      }
    }
  }

  private void follow(HttpExchange exchange, String name) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.flush();
      for (String event = events(name).take(); !event.isEmpty(); event = events(name).take()) {
        stream.write((event + "\n").getBytes(UTF_8));
        stream.flush();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void check(HttpExchange exchange, String path, String query, String name) {
    String accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
    accepted.add(path + " " + accept);
    String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean secrets =
        path.equals("/api/v1/secrets")
            && (name.equals("datadog-secret") || name.equals("go-secrets"));
    boolean namespaces = path.equals("/api/v1/namespaces") && name.isEmpty();
    boolean lease =
        path.equals("/apis/coordination.k8s.io/v1/namespaces/bridge/leases")
            && name.equals("eksbridge-token-sync");
    boolean services =
        path.equals("/api/v1/namespaces/datadog/services")
            && (name.equals("cluster-agent-stable") || name.equals("datadog-cluster-agent"));
    boolean watch = !query.contains("watch=true") || query.contains("timeoutSeconds=");
    if (!exchange.getRequestMethod().equals("GET")
        || !token.equals("Bearer " + TOKEN)
        || !(secrets || services || namespaces || lease)
        || !watch) {
      faults.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " by " + token);
    }
  }
}
