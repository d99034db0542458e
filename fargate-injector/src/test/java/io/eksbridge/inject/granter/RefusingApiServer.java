// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An API server with pods on Fargate that may refuse every write, and counts what is asked.
final class RefusingApiServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
  private static final int WELL = 200;

  final AtomicInteger writes = new AtomicInteger();

  private final Map<String, JsonNode> stored = new ConcurrentHashMap<>();
  private final AtomicInteger version = new AtomicInteger(100);
  private final int pods;
  private final HttpServer server;
  private volatile int refusal;

  RefusingApiServer(int pods) throws IOException {
    this.pods = pods;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// Refuses each write with this status; 0 for none.
  void refuses(int status) {
    refusal = status;
  }

  /// How many roles and bindings there are.
  int stored() {
    return stored.size();
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
        send(exchange, WELL, list(path));
        return;
      }
      writes.incrementAndGet();
      if (refusal != 0) {
        exchange.getResponseHeaders().add("Retry-After", "3");
        send(exchange, refusal, "{\"message\":\"not now\"}");
        return;
      }
      var object = (ObjectNode) JSON.readTree(body);
      object
          .withObject("/metadata")
          .put("uid", "uid-" + path)
          .put("resourceVersion", Integer.toString(version.incrementAndGet()));
      stored.put(path, object);
      send(exchange, WELL, object.toString());
    }
  }

  private String list(String path) {
    var items = new StringBuilder();
    if (path.equals("/api/v1/pods")) {
      for (int number = 0; number < pods; number++) {
        items.append(number == 0 ? "" : ",").append(pod(number));
      }
    } else if (path.equals("/api/v1/nodes")) {
      for (int number = 0; number < pods; number++) {
        items.append(number == 0 ? "" : ",").append(node(number));
      }
    } else if (path.startsWith(RBAC)) {
      items.append(
          String.join(
              ",",
              new TreeMap<>(stored)
                  .entrySet().stream()
                      .filter(each -> each.getKey().startsWith(path + "/"))
                      .map(each -> each.getValue().toString())
                      .toList()));
    }
    return "{\"metadata\":{\"resourceVersion\":\""
        + version.get()
        + "\"},\"items\":["
        + items
        + "]}";
  }

  private static String pod(int number) {
    return """
    {"metadata":{"name":"p%d","namespace":"shop","uid":"u%d"},"spec":{"schedulerName":"fargate-scheduler",
    "serviceAccountName":"a%d","nodeName":"fargate-%d","containers":[{"name":"datadog-agent-injected"}]}}
    """
        .formatted(number, number, number, number);
  }

  private static String node(int number) {
    return """
    {"metadata":{"name":"fargate-%d","labels":{"eks.amazonaws.com/compute-type":"fargate"}}}
    """
        .formatted(number);
  }

  private static void send(HttpExchange exchange, int status, String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
