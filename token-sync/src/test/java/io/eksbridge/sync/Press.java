// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.RunningApiServer;
import io.eksbridge.parts.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/// Stands before the real API server: counts what is asked of each Secret, and turns requests away
/// as an API server does that has too many.
final class Press implements AutoCloseable {
  private final HttpServer door;
  private final HttpClient client;
  private final String target;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final Map<String, AtomicInteger> writes = new ConcurrentHashMap<>();
  private volatile IntPredicate away = _ -> false;

  Press() throws Exception {
    try (ApiClient real = RunningApiServer.client()) {
      target = real.access().url();
      client =
          HttpClient.newBuilder()
              .sslContext(Trust.of(Objects.requireNonNull(real.access().authority(), "TLS")))
              .build();
    }
    door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    door.createContext("/", this::pass);
    door.start();
  }

  /// A kubeconfig by which the account of another one comes through here.
  Path kubeconfig(Path folder, Path other) throws IOException {
    String through =
        Files.readString(other).replace(target, "http://127.0.0.1:" + door.getAddress().getPort());
    return Files.writeString(Files.createTempFile(folder, "through", ".yaml"), through);
  }

  /// From now on the requests whose number it is so for are answered 429.
  void turnAway(IntPredicate which) {
    away = which;
  }

  int turnedAway() {
    return turnedAway.get();
  }

  /// How many writes of the copy in `namespace` were passed on and done.
  int writes(String namespace) {
    return writes
        .getOrDefault(Cluster.path(namespace, Names.COPY_SECRET), new AtomicInteger())
        .get();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] content = exchange.getRequestBody().readAllBytes();
      if (away.test(asked.incrementAndGet())) {
        turnedAway.incrementAndGet();
        exchange.getResponseHeaders().add("Retry-After", "1");
        exchange.sendResponseHeaders(429, -1);
        return;
      }
      HttpResponse<InputStream> answer =
          client.send(request(exchange, content), BodyHandlers.ofInputStream());
      count(exchange, answer.statusCode());
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), 0);
      try (InputStream from = answer.body();
          OutputStream to = exchange.getResponseBody()) {
        byte[] buffer = new byte[16384];
        int count = from.read(buffer);
        while (count >= 0) {
          to.write(buffer, 0, count);
          to.flush();
          count = from.read(buffer);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange, byte[] content) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(content));
    for (String name : new String[] {"Accept", "Authorization", "Content-Type"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return request.build();
  }

  private void count(HttpExchange exchange, int status) {
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
    boolean write = !exchange.getRequestMethod().equals("GET") && !query.contains("dryRun=All");
    if (write && status < 300) {
      writes
          .computeIfAbsent(exchange.getRequestURI().getPath(), _ -> new AtomicInteger())
          .incrementAndGet();
    }
  }

  @Override
  public void close() {
    door.stop(0);
    client.shutdownNow();
  }
}
