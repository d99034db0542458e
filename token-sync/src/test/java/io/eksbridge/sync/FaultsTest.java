// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.RunningApiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What the network and other people do to token-sync, on a real API server.
@Timeout(240)
final class FaultsTest {
  @RegisterExtension private final Stage stage = new Stage();
  @TempDir private Path folder;

  @Test
  void aConnectionThatGoesSilentIsNoticedAndWhatHappenedMeanwhileIsCaughtUpWith() throws Exception {
    String text = Files.readString(stage.kubeconfig());
    String server = text.replaceFirst("(?s).*https://127\\.0\\.0\\.1:([0-9]+).*", "$1");
    try (var way = new Way(Integer.parseInt(server))) {
      Path through =
          Files.writeString(
              folder.resolve("kubeconfig"),
              text.replace("https://127.0.0.1:" + server, "https://127.0.0.1:" + way.port()));
      RunningTokenSync service = stage.runAs(through, Map.of());
      String team = stage.namespace("team", true);
      Stage.eventually(() -> has(team, Stage.GOOD));

      way.swallow();
      String late = stage.namespace("late", true);
      stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.NEXT));

      Stage.within(90, () -> has(team, Stage.NEXT) && has(late, Stage.NEXT));
      assertThat(service.ask("/health/liveness").statusCode()).isEqualTo(200);
    } finally {
      stage.goodSources();
    }
  }

  @Test
  void anApiServerThatIsKilledTenTimesDuringARotationLosesNothing() throws Exception {
    List<String> teams =
        IntStream.range(0, 40).mapToObj(n -> stage.namespace("team-" + n, true)).toList();
    String theirs = stage.namespace("theirs", true);
    stage.admin().secret(theirs, Names.COPY_SECRET, Map.of("token", "theirs"));
    RunningTokenSync service = stage.run();
    Stage.within(60, () -> teams.stream().allMatch(team -> has(team, Stage.GOOD)));
    String before = stage.version(theirs);
    var written = new HashMap<String, String>();

    stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.NEXT));
    for (int kill = 0; kill < 10; kill++) {
      RunningApiServer.server().restart();
    }

    Stage.within(120, () -> teams.stream().allMatch(team -> has(team, Stage.NEXT)));
    teams.forEach(team -> written.put(team, stage.version(team)));
    Stage.within(60, () -> service.ask("/health/readiness").statusCode() == 200);
    stage.namespace("after", true);
    Stage.within(60, () -> has(stage.namespace("after", true), Stage.NEXT));
    assertThat(teams)
        .as("no second write")
        .allMatch(team -> stage.version(team).equals(written.get(team)));
    assertThat(stage.version(theirs)).isEqualTo(before);
    assertThat(stage.admin().value(theirs, Names.COPY_SECRET, "token")).isEqualTo("theirs");
    stage.goodSources();
  }

  private boolean has(String namespace, String token) {
    return token.equals(stage.admin().value(namespace, Names.COPY_SECRET, "token"));
  }

  /// A way to the API server on which connections can go silent without being closed.
  private static final class Way implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private volatile int swallowed;
    private final AtomicInteger opened = new AtomicInteger();

    Way(int target) throws IOException {
      this.target = target;
      var _ = Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return door.getLocalPort();
    }

    /// From now on nothing passes on the connections that there are.
    void swallow() {
      swallowed = opened.get();
    }

    private void serve() {
      try {
        while (true) {
          Socket near = door.accept();
          var far = new Socket(InetAddress.getLoopbackAddress(), target);
          int number = opened.incrementAndGet();
          var _ = Thread.ofVirtual().start(() -> carry(number, near, far));
          var _ = Thread.ofVirtual().start(() -> carry(number, far, near));
        }
      } catch (IOException closed) {
        Thread.currentThread().interrupt();
      }
    }

    private void carry(int number, Socket from, Socket to) {
      byte[] buffer = new byte[16384];
      try {
        int count = from.getInputStream().read(buffer);
        while (count >= 0) {
          if (number > swallowed) {
            to.getOutputStream().write(buffer, 0, count);
          }
          count = from.getInputStream().read(buffer);
        }
        to.close();
      } catch (IOException closed) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() throws IOException {
      door.close();
    }
  }
}
