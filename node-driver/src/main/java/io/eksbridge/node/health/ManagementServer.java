// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.health.HealthCheck.Question;
import io.eksbridge.startup.Management;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.runtime.ApplicationConfiguration;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Serves health and meters by the JDK's own HTTP server: three pages that a kubelet and an Agent
/// read every few seconds are not worth the classes of a web framework (ADR 0013).
@Singleton
final class ManagementServer implements EmbeddedServer {
  private static final String JSON = "application/json";
  private static final int BACKLOG = 64;

  private final ApplicationContext context;
  private final ApplicationConfiguration application;
  private final ApplicationEventPublisher<ServerStartupEvent> events;
  private final InetSocketAddress address;
  private final Map<String, Supplier<Page>> pages;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable HttpServer server;

  private record Page(int status, String type, String body) {}

  ManagementServer(
      ApplicationContext context,
      ApplicationConfiguration application,
      ApplicationEventPublisher<ServerStartupEvent> events,
      NodeDriverConfig config,
      List<HealthCheck> checks,
      Meters meters) {
    this.context = context;
    this.application = application;
    this.events = events;
    this.address = new InetSocketAddress(config.metricsPort());
    this.pages =
        Map.of(
            Management.LIVENESS, () -> health(checks, Question.LIVENESS),
            Management.READINESS, () -> health(checks, Question.READINESS),
            Management.METRICS, () -> new Page(200, Meters.TEXT, meters.scrape()));
  }

  private static Page health(List<HealthCheck> checks, Question question) {
    HealthAnswer answer = HealthAnswer.of(checks, question);
    return new Page(answer.status(), JSON, answer.body());
  }

  @Override
  public EmbeddedServer start() {
    try {
      HttpServer begun = HttpServer.create(address, BACKLOG);
      begun.setExecutor(calls);
      begun.createContext("/", this::answer);
      begun.start();
      server = begun;
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    events.publishEvent(new ServerStartupEvent(this));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Supplier<Page> page = pages.get(exchange.getRequestURI().getPath());
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (page == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (head || exchange.getRequestMethod().equals("GET")) {
        Page told = page.get();
        byte[] body = told.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", told.type());
        exchange.sendResponseHeaders(told.status(), head ? -1 : body.length);
        if (!head) {
          exchange.getResponseBody().write(body);
        }
      } else {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
      }
    }
  }

  @Override
  @PreDestroy
  public EmbeddedServer stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
    calls.close();
    return this;
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  @Override
  public int getPort() {
    return server == null ? address.getPort() : server.getAddress().getPort();
  }

  @Override
  public String getHost() {
    return address.getHostString();
  }

  @Override
  public String getScheme() {
    return "http";
  }

  @Override
  public URI getURI() {
    return URI.create(getScheme() + "://" + getHost() + ":" + getPort());
  }

  @Override
  public URL getURL() {
    try {
      return getURI().toURL();
    } catch (MalformedURLException surprise) {
      throw new IllegalStateException(surprise);
    }
  }

  @Override
  public ApplicationContext getApplicationContext() {
    return context;
  }

  @Override
  public ApplicationConfiguration getApplicationConfiguration() {
    return application;
  }
}
