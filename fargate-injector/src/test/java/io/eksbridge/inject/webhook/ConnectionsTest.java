// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.parts.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectionsTest {
  private static final int MOST = 4;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int END_OF_HEADERS = 4;

  @TempDir static Path files;

  private static RunningWebhook webhook;

  @BeforeAll
  static void start() throws Exception {
    webhook = webhook(TestCertificate.ec(1, Instant.parse("2126-01-01T00:00:00Z")));
  }

  @AfterAll
  static void stop() {
    webhook.close();
  }

  @Test
  void theProtocolIsAgreedOnAndBothAreSpoken() throws Exception {
    try (RawConnection connection = RawConnection.open(webhook.port, "http/1.1")) {
      assertThat(connection.protocol()).isEqualTo("http/1.1");
      assertThat(connection.review()).startsWith("HTTP/1.1 200 OK");
      assertThat(connection.review()).as("on the same one").startsWith("HTTP/1.1 200 OK");
    }
    try (RawConnection connection = RawConnection.open(webhook.port, "h2", "http/1.1")) {
      assertThat(connection.protocol()).isEqualTo("h2");
    }
    try (RawConnection connection = RawConnection.open(webhook.port)) {
      assertThat(connection.protocol()).isEmpty();
      assertThat(connection.review()).startsWith("HTTP/1.1 200 OK");
    }
    for (var version : HttpClient.Version.values()) {
      assertThat(review(version, BodyPublishers.ofString(RawConnection.body())).version())
          .isEqualTo(version);
    }
  }

  @Test
  void aHeadThatTricklesInIsNotWaitedForLongerThanItMayTake() throws Exception {
    try (RawConnection connection = RawConnection.open(webhook.port, "http/1.1")) {
      connection.write("POST /mutate HTTP/1.1\r\n");
      Thread trickle = trickle(() -> connection.write("A: b\r\n"));

      assertThat(connection.answer()).startsWith("HTTP/1.1 408 ").contains("connection: close");
      trickle.interrupt();
    }
  }

  @Test
  void aBodyThatTricklesInIsNotWaitedForLongerThanItMayTake() throws Exception {
    try (RawConnection connection = RawConnection.open(webhook.port, "http/1.1")) {
      connection.write(RawConnection.head());
      Thread trickle = trickle(() -> connection.write(" "));

      assertThat(connection.answer()).startsWith("HTTP/1.1 408 ").contains("connection: close");
      trickle.interrupt();
    }
  }

  @Test
  void aStreamThatTricklesInIsResetHoweverBusyItsConnectionIs() throws Exception {
    try (RawConnection connection = RawConnection.open(webhook.port, "h2")) {
      connection.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, ""));
      connection.write(
          frame(
              HEADERS,
              END_OF_HEADERS,
              1,
              "\u0083\u0087A\u0001aD\u0007/mutate_\u0010application/json"));
      Thread trickle =
          trickle(() -> connection.write(frame(DATA, 0, 1, " ") + frame(PING, 0, 0, "8 octets")));

      int type = connection.frame();
      while (type != RESET) {
        type = connection.frame();
      }
      trickle.interrupt();
    }
  }

  @Test
  void whoeverConnectsAndSaysNothingIsLetGo() throws Exception {
    try (RawConnection silent = RawConnection.open(webhook.port, "http/1.1");
        RawConnection silentToo = RawConnection.open(webhook.port, "h2");
        var withoutHandshake = new Socket(InetAddress.getLoopbackAddress(), webhook.port)) {
      assertThat(silent.answer()).startsWith("HTTP/1.1 408 ");
      assertThat(silentToo.endedAfterFrames()).isTrue();
      assertThat(withoutHandshake.getInputStream().read()).isNegative();
    }
    assertThat(webhook.get("/metrics").body())
        .contains("fargate_injector_closed_connections_total{reason=\"slow\"}");
  }

  @Test
  void aConnectionThatHasBeenAnsweredIsKept() throws Exception {
    try (RawConnection kept = RawConnection.open(webhook.port, "http/1.1");
        RawConnection silent = RawConnection.open(webhook.port, "http/1.1")) {
      assertThat(kept.review()).startsWith("HTTP/1.1 200 OK");
      assertThat(silent.answer()).startsWith("HTTP/1.1 408 "); // its time is over by now

      assertThat(kept.review()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void noMoreThanSoManyAreConnectedAtOnce() throws Exception {
    try (var another = webhook(TestCertificate.rsa(1, Instant.parse("2126-01-01T00:00:00Z")))) {
      var connections = new RawConnection[MOST];
      for (int index = 0; index < MOST; index++) {
        connections[index] = RawConnection.open(another.port, "http/1.1");
        assertThat(connections[index].review()).startsWith("HTTP/1.1 200 OK");
      }
      assertThatThrownBy(() -> RawConnection.open(another.port, "http/1.1"))
          .isInstanceOf(IOException.class);
      assertThat(another.get("/metrics").body())
          .contains("fargate_injector_closed_connections_total{reason=\"too_many\"} 1.0");

      connections[0].close();

      assertThat(Patience.until(() -> answers(another.port))).isTrue();
      for (RawConnection each : connections) {
        each.close();
      }
    }
  }

  @Test
  void nothingIsSaidInClearWhileThereIsNoCertificate() throws Exception {
    Path none = Files.createTempDirectory(files, "none");
    try (var without =
            new RunningWebhook(none.resolve("tls.crt"), none.resolve("tls.key"), Map.of());
        var socket = new Socket(InetAddress.getLoopbackAddress(), without.port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          (RawConnection.head() + RawConnection.body())
              .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      assertThat(ended(socket.getInputStream())).isTrue();
    }
  }

  /// A frame of HTTP/2, each octet a character.
  private static String frame(int type, int flags, int stream, String payload) {
    return new String(
            new char[] {
              0, 0, (char) payload.length(), (char) type, (char) flags, 0, 0, 0, (char) stream
            })
        + payload;
  }

  private static boolean answers(int port) {
    try (RawConnection connection = RawConnection.open(port, "http/1.1")) {
      return connection.review().startsWith("HTTP/1.1 200 OK");
    } catch (Exception notYet) {
      return false;
    }
  }

  private static boolean ended(InputStream in) {
    try {
      return in.read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  private static java.net.http.HttpResponse<String> review(
      HttpClient.Version version, HttpRequest.BodyPublisher body) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().version(version).sslContext(RunningWebhook.believing()).build()) {
      URI url = URI.create("https://127.0.0.1:" + webhook.port + "/mutate");
      var request = HttpRequest.newBuilder(url).header("Content-Type", "application/json");
      return client.send(request.POST(body).build(), BodyHandlers.ofString());
    }
  }

  private static RunningWebhook webhook(TestCertificate certificate) throws Exception {
    Path folder = Files.createTempDirectory(files, "webhook");
    certificate.write(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    return new RunningWebhook(
        folder.resolve("tls.crt"),
        folder.resolve("tls.key"),
        Map.of(
            "fargate-injector.request-timeout", "PT1S", "fargate-injector.max-connections", MOST));
  }

  private static Thread trickle(Trickle trickle) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  trickle.drop();
                  Thread.sleep(50);
                }
              } catch (IOException | InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private interface Trickle {
    void drop() throws IOException;
  }
}
