// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eksbridge.sync.kube.ApiServer;
import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A watch against an API server that answers by the book, one prepared answer a request.
@Timeout(60)
final class ListWatchTest {
  private static final String LIST =
      """
      {"kind":"List","metadata":{"resourceVersion":"10"},"more":{"a":[1]},
       "items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}""";

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private HttpServer http;
  private Told watch;

  private record Answer(int status, String body, boolean stays) {}

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::answer);
    http.start();
    var client =
        new ClientBuilder().setBasePath("http://127.0.0.1:" + http.getAddress().getPort()).build();
    watch = new Told(new ApiServer(client));
  }

  @AfterEach
  void stop() {
    watch.stop();
    http.stop(0);
  }

  @Test
  void listsThenFollowsFromThere() throws Exception {
    answers.add(new Answer(200, LIST, false));
    answers.add(
        new Answer(
            200,
            event("ADDED", "c", 11) + event("DELETED", "a", 12) + event("MODIFIED", "b", 13),
            true));

    follow();

    assertThat(request()).contains("/api/v1/things?").contains("resourceVersion=0");
    assertThat(request())
        .contains("watch=true")
        .contains("resourceVersion=10")
        .contains("allowWatchBookmarks=true")
        .containsPattern("timeoutSeconds=[2-5][0-9]{2}")
        .contains("fieldSelector=metadata.name%3Dx");
    assertThat(told(6)).isEqualTo("seen a, seen b, all [a, b] at 10, seen c, gone a, seen b");
    assertThat(watch.isSynced()).isTrue();
  }

  @Test
  void goesOnFromTheLastVersionWhenTheServerEndsAWatch() throws Exception {
    answers.add(new Answer(200, LIST, false));
    answers.add(new Answer(200, event("BOOKMARK", "", 42), false));
    answers.add(new Answer(200, "", true));

    follow();

    assertThat(request()).doesNotContain("watch=true");
    assertThat(request()).contains("resourceVersion=10");
    assertThat(request()).contains("resourceVersion=42").contains("watch=true");
    assertThat(told(3)).isEqualTo("seen a, seen b, all [a, b] at 10");
  }

  @Test
  void listsAgainWhenItsVersionIsNoLongerKnown() throws Exception {
    answers.add(new Answer(200, LIST, false));
    answers.add(
        new Answer(
            200,
            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}}\n",
            false));
    answers.add(
        new Answer(200, "{\"metadata\":{\"resourceVersion\":\"99\"},\"items\":null}", false));
    answers.add(new Answer(200, "", true));

    follow();

    assertThat(request()).contains("resourceVersion=0");
    assertThat(request()).contains("resourceVersion=10");
    assertThat(request()).contains("resourceVersion=0").doesNotContain("watch=true");
    assertThat(request()).contains("resourceVersion=99").contains("watch=true");
    assertThat(told(4)).endsWith("all [] at 99");
  }

  @Test
  void isNotSyncedWhileItMayNotListAndTriesAgain() throws Exception {
    answers.add(new Answer(403, "{\"kind\":\"Status\",\"reason\":\"Forbidden\"}", false));
    answers.add(new Answer(200, LIST, false));
    answers.add(new Answer(200, "", true));

    follow();

    assertThat(request()).contains("resourceVersion=0");
    assertThat(watch.isSynced()).isFalse();
    assertThat(request()).contains("resourceVersion=0");
    watch.awaitSynced();
    assertThat(told(3)).contains("all [a, b] at 10");
  }

  @Test
  void isSilentForNoLongerThanItSays() throws Exception {
    answers.add(new Answer(200, LIST, false));
    answers.add(new Answer(200, "", true));
    long before = System.nanoTime();

    follow();
    watch.awaitSynced();

    assertThat(watch.age().toNanos()).isBetween(0L, System.nanoTime() - before);
  }

  private void follow() {
    Thread.ofVirtual().start(watch);
  }

  private String request() throws InterruptedException {
    return String.valueOf(requests.poll(20, TimeUnit.SECONDS));
  }

  private String told(int count) throws InterruptedException {
    var all = new java.util.StringJoiner(", ");
    for (int i = 0; i < count; i++) {
      all.add(String.valueOf(told.poll(20, TimeUnit.SECONDS)));
    }
    return all.toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().toString());
    try {
      Answer answer = answers.poll(20, TimeUnit.SECONDS);
      if (answer == null) {
        exchange.close();
        return;
      }
      exchange.sendResponseHeaders(answer.status(), 0);
      exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      if (!answer.stays()) {
        exchange.close();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static String event(String type, String name, int version) {
    return """
        {"type":"%s","object":{"metadata":{"name":"%s","resourceVersion":"%d"}}}
        """
        .formatted(type, name, version);
  }

  /// Writes down what it is told.
  private final class Told extends ListWatch {
    Told(ApiServer server) {
      super("things", server, "/api/v1/things", Map.of("fieldSelector", "metadata.name=x"));
    }

    @Override
    String seen(JsonNode object) {
      String name = object.path("metadata").path("name").asText();
      told.add("seen " + name);
      return name;
    }

    @Override
    void gone(JsonNode object) {
      told.add("gone " + object.path("metadata").path("name").asText());
    }

    @Override
    void listed(Set<String> all, String version) {
      told.add("all " + all.stream().sorted().toList() + " at " + version);
    }
  }
}
