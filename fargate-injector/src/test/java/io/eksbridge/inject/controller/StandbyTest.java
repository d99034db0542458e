// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.sight.NodesMirror;
import io.eksbridge.inject.sight.PodsMirror;
import io.eksbridge.parts.Patience;
import io.micronaut.context.ApplicationContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replica beside one that leads, with an API server that lets it read pods only when it is told
/// to.
final class StandbyTest {
  @TempDir Path folder;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private volatile int status = 403;
  private HttpServer server;
  private ApplicationContext context;
  private List<ListWatch> watches;

  @BeforeEach
  void twoKindsToRead() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestURI().toString());
            boolean pods = exchange.getRequestURI().getPath().endsWith("/pods");
            exchange.sendResponseHeaders(pods ? status : 200, 2);
            exchange.getResponseBody().write(new byte[] {'{', '}'});
          }
        });
    server.start();
    Path kubeconfig =
        Files.writeString(
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
    context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .properties(
                Map.of(
                    FargateInjector.COMMAND,
                    FargateInjector.STATUS,
                    "fargate-injector.kubeconfig",
                    kubeconfig.toString()))
            .start();
    watches =
        List.of(
            context.getBean(PodsMirror.class).watch(), context.getBean(NodesMirror.class).watch());
  }

  @AfterEach
  void withoutThem() {
    context.close();
    server.stop(0);
  }

  @Test
  void aReplicaThatMayNotReadWhatItWouldWatchCouldNotTakeOver() throws Exception {
    var standby = new Standby(watches);
    Thread running = Thread.ofVirtual().start(standby);
    assertThat(Patience.until(() -> asked.size() >= 3)).isTrue();
    assertThat(standby.able()).isFalse();

    status = 200;

    assertThat(Patience.until(standby::able)).isTrue();
    running.join();
    assertThat(asked).allMatch(each -> each.contains("limit=1") && !each.contains("watch"));
    assertThat(asked.stream().filter(each -> each.contains("/nodes"))).hasSize(1);
    assertThat(watches).noneMatch(ListWatch::synced);
  }
}
