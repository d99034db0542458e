// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eksbridge.parts.RealRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What stands between a node and its registry and does not let everything through as it is.
final class Tampering implements AutoCloseable {
  private final RealRegistry registry;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Mode mode = Mode.HONEST;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /// What it does.
  interface Mode {
    /// Nothing.
    Mode HONEST =
        (_, answer, to) -> to.answer(answer.statusCode(), answer.body(), Integer.MAX_VALUE);

    void handle(HttpExchange asked, HttpResponse<byte[]> answer, Answering to)
        throws IOException, InterruptedException;
  }

  /// How it answers.
  interface Answering {
    /// With that much of a body.
    void answer(int status, byte[] body, int bytes) throws IOException;
  }

  Tampering(RealRegistry registry) throws IOException {
    this.registry = registry;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void mode(Mode now) {
    mode = now;
  }

  /// Blobs wait from now on until [#letGo].
  void hold() {
    gate = new CountDownLatch(1);
    mode =
        (asked, answer, to) -> {
          if (asked.getRequestURI().getPath().contains("/blobs/")) {
            gate.await();
          }
          Mode.HONEST.handle(asked, answer, to);
        };
  }

  void letGo() {
    gate.countDown();
  }

  /// Only blobs are tampered with.
  static Mode blobs(Mode tampered) {
    return (asked, answer, to) -> {
      boolean layer = answer.body().length > 1_000;
      (asked.getRequestURI().getPath().contains("/blobs/") && layer ? tampered : Mode.HONEST)
          .handle(asked, answer, to);
    };
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI uri = URI.create("http://" + registry.host() + exchange.getRequestURI());
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      String accept = exchange.getRequestHeaders().getFirst("Accept");
      HttpResponse<byte[]> answer =
          client.send(
              request.header("Accept", accept == null ? "*/*" : accept).build(),
              BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      mode.handle(
          exchange,
          answer,
          (status, body, bytes) -> {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(body, 0, Math.min(body.length, bytes));
            }
          });
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
