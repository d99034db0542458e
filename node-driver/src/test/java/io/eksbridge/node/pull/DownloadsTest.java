// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.sun.net.httpserver.HttpExchange;
import csi.v1.NodePublishVolumeRequest;
import io.eksbridge.node.LogLines;
import io.eksbridge.node.api.ServiceAccount;
import io.eksbridge.node.kubelet.NodeObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/// Downloads that take long, and how many of them there are.
final class DownloadsTest extends TamperedNode {
  private static final String UID = "5d1e"; // a socket's path must be short

  @Test
  void asManyDownloadsAsAreAllowedAreUnderWayAndNoMore() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var two = new CountDownLatch(2);
    between.mode(
        Tampering.blobs(
            (asked, answer, to) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              two.countDown();
              two.await();
              Thread.sleep(100); // a third would come meanwhile
              now.decrementAndGet();
              Tampering.Mode.HONEST.handle(asked, answer, to);
            }));
    List<Callable<Path>> pods = new ArrayList<>();
    for (int pod = 0; pod < 6; pod++) {
      String name = "lib-" + pod;
      push(name, "v1", library(name).file(LIB + "noise", 0644, noise(pod, 4096)));
      Path target = node.target("pod-" + pod);
      pods.add(
          () -> {
            publish(asked(name, "v1", target));
            return target;
          });
    }

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Path> each : callers.invokeAll(pods)) {
        assertThat(each.get().resolve("version")).exists();
      }
    }

    assertThat(most).hasValue(2);
  }

  @Test
  void aLongDownloadSaysInTheLogAndToItsPodHowFarAndHowFastItIs() throws Exception {
    try (var object = new NodeObject("node-1", folder)) {
      ServiceAccount account = object.driver();
      stop();
      startBehind(
          Map.of(
              "node-driver.api-server", account.server().toString(),
              "node-driver.service-account-path", account.folder().toString()));
      push("lib", "v1", large());
      between.mode(Tampering.blobs((asked, answer, _) -> slowly(asked, answer.body(), object)));
      ILoggingEvent line;
      try (LogLines lines = LogLines.of(Progress.class, Level.INFO)) {
        publish(ofPod(asked("lib", "v1", node.target(UID))));
        line = lines.soFar().getFirst();
      }

      assertThat(node.target(UID).resolve("version")).hasContent("1");
      assertThat(line.getMessage()).isEqualTo("a library is downloaded");
      Map<String, Long> said = numbers(line);
      long bytes = said.getOrDefault("bytes", 0L);
      assertThat(bytes).isPositive().isLessThan(said.getOrDefault("total_bytes", 0L));
      assertThat(said).containsEntry("bytes_per_second", bytes / said.getOrDefault("seconds", 1L));
      assertThat(object.events("default", UID))
          .singleElement()
          .asString()
          .contains("Normal", "DownloadingLibrary", "/datadoghq/lib:v1")
          .containsPattern("[0-9.]+ of 8\\.4 MB in [0-9]+ s, [0-9.]+ MB/s");
    }
  }

  /// Half of it, then a piece whenever a while has passed until the pod was told, then the rest.
  private static void slowly(HttpExchange asked, byte[] body, NodeObject object)
      throws IOException, InterruptedException {
    asked.sendResponseHeaders(200, body.length);
    try (OutputStream out = asked.getResponseBody()) {
      int sent = body.length / 2;
      out.write(body, 0, sent);
      while (object.events("default", UID).isEmpty() && sent < body.length - (1 << 16)) {
        Thread.sleep(250);
        out.write(body, sent, 1 << 16);
        out.flush();
        sent += 1 << 16;
      }
      out.write(body, sent, body.length - sent);
    }
  }

  private static NodePublishVolumeRequest ofPod(NodePublishVolumeRequest volume) {
    return volume.toBuilder()
        .putVolumeContext("csi.storage.k8s.io/pod.namespace", "default")
        .putVolumeContext("csi.storage.k8s.io/pod.name", "web")
        .putVolumeContext("csi.storage.k8s.io/pod.uid", UID)
        .build();
  }

  private static Map<String, Long> numbers(ILoggingEvent line) {
    return line.getKeyValuePairs().stream()
        .filter((KeyValuePair pair) -> pair.value instanceof Number)
        .collect(Collectors.toMap(pair -> pair.key, pair -> ((Number) pair.value).longValue()));
  }
}
