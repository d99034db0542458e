// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// When pods are seen first, ready and gone, on our own clock: the API's times are whole seconds.
final class PodClock implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String PODS = "/api/v1/pods?watch=true&timeoutSeconds=25";

  private final Map<String, Life> lives = new LinkedHashMap<>();
  private final ApiClient api;
  private volatile boolean closed;

  /// What was seen of a pod, in nanoseconds of our clock; zero for what was not yet.
  record Life(JsonNode pod, long made, long ready, long gone) {
    String uid() {
      return pod.at("/metadata/uid").asText();
    }

    String label(String key) {
      return pod.at("/metadata/labels").path(key).asText();
    }

    /// `namespace/name`, as [#await] takes it.
    String name() {
      return pod.at("/metadata/namespace").asText() + "/" + pod.at("/metadata/name").asText();
    }

    String path() {
      return "/api/v1/namespaces/" + name().replace("/", "/pods/");
    }

    /// From when it was seen first until it was ready, in nanoseconds.
    long took() {
      return ready - made;
    }

    private Life seen(JsonNode now, String type, long time) {
      boolean isReady =
          now.at("/status/conditions")
              .valueStream()
              .anyMatch(
                  each ->
                      each.path("type").asText().equals("Ready")
                          && each.path("status").asText().equals("True"));
      return new Life(
          now, made, ready == 0 && isReady ? time : ready, type.equals("DELETED") ? time : gone);
    }
  }

  /// Watches the pods of all namespaces.
  PodClock(ApiClient api) {
    this.api = api;
    Thread.ofPlatform().daemon().name("pod-clock").start(this::watch);
  }

  /// Waits for what holds of that pod (`namespace/name`).
  Life await(String pod, Predicate<Life> what) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    synchronized (lives) {
      while (true) {
        Life life = lives.get(pod);
        if (life != null && what.test(life)) {
          return life;
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IOException(pod + " does not come to it: " + life);
        }
        lives.wait(left);
      }
    }
  }

  /// The pods of a namespace that are there.
  List<Life> living(String namespace) {
    synchronized (lives) {
      return lives.entrySet().stream()
          .filter(each -> each.getKey().startsWith(namespace + "/"))
          .map(Map.Entry::getValue)
          .filter(each -> each.gone() == 0)
          .toList();
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /// One watch after the other, each from where the last ended: what comes between two is not
  /// missed, and one that says nothing any more does not last.
  private void watch() {
    String version = "";
    while (!closed) {
      try {
        version = read(version);
      } catch (IOException broken) {
        if (!closed) {
          System.err.println("the watch of pods: " + broken);
        }
        version = "";
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private String read(String from) throws IOException, InterruptedException {
    String version = from;
    String path = from.isEmpty() ? PODS : PODS + "&resourceVersion=" + from;
    try (var lines =
        new BufferedReader(new InputStreamReader(api.watch(path).body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long time = System.nanoTime();
        JsonNode event = JSON.readTree(line);
        if (event.path("type").asText().equals("ERROR")) {
          return "";
        }
        see(event, time);
        version = event.at("/object/metadata/resourceVersion").asText();
      }
    }
    return version;
  }

  private void see(JsonNode event, long time) {
    JsonNode pod = event.path("object");
    var unseen = new Life(pod, time, 0, 0);
    String name = unseen.name();
    synchronized (lives) {
      Life before = lives.getOrDefault(name, unseen);
      lives.put(name, before.seen(pod, event.path("type").asText(), time));
      lives.notifyAll();
    }
  }
}
