// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.e2e.speed.Memory;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.RealApiServer;
import io.eksbridge.parts.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Measures token-sync from its layout on a real API server: a rotation over a thousand namespaces,
/// beside the same work at client-go's default of five requests a second; a new namespace; a resync
/// among eleven thousand Secrets; memory. `java -cp e2e/target/e2e.jar io.eksbridge.e2e.CopySpeed`.
final class CopySpeed {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final int NAMESPACES = 1_000;
  private static final int NEW = 100;
  private static final int FEW_SECRETS = 100;
  private static final int SECRETS = 11_000;
  private static final int SLOW = 50;
  private static final int BURST = 10;
  private static final long SLOW_PAUSE_MS = 200;
  private static final long PATIENCE_SECONDS = 300;
  private static final String COPIES =
      "/api/v1/secrets?fieldSelector=metadata.name%3Ddatadog-secret";

  private final ApiClient api;
  private final CopyStage stage;

  private CopySpeed(ApiClient api) {
    this.api = api;
    this.stage = new CopyStage(api);
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Folders.scratch("copy-speed-");
    try (RealApiServer server = RealApiServer.start(folder);
        ApiClient api = ApiClient.of(server.kubeconfig())) {
      new CopySpeed(api).measure(folder, server.kubeconfig());
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure(Path folder, Path kubeconfig) throws Exception {
    stage.namespace("datadog", "disabled");
    stage.secret("datadog", "datadog", "api-key", "0".repeat(32));
    stage.secret("datadog", "agent", "token", token(0));
    CopyStage.atOnce(
        IntStream.range(0, NAMESPACES).mapToObj(n -> () -> stage.namespace("n" + n, "enabled")));
    stage.secrets(0, FEW_SECRETS);
    int port = Child.freePort();
    try (Service service =
        Service.start(
            "token-sync",
            folder,
            port,
            "--kubeconfig=" + kubeconfig,
            "--api-key-source=datadog/datadog/api-key",
            "--token-source=datadog/agent/token",
            "--management-port=" + port)) {
      until(100, () -> metric(service, "copies_true") == NAMESPACES);
      System.out.println("| what | measured | bar |");
      System.out.println("|---|---|---|");
      double rotation = rotation(service, 1);
      double again = rotation(service, 2);
      row(
          "rotation over 1,000 namespaces, first and second",
          "%.2f s, %.2f s".formatted(rotation, again),
          "2 s");
      double slow = slow();
      row(
          "the same at 5 requests a second, from 50 namespaces",
          "%.0f s, %.0f times as long".formatted(slow, slow / again),
          "50 times");
      List<Double> fresh = newNamespaces();
      row(
          "namespace created to Secret, p50 and p95",
          "%.1f ms, %.1f ms".formatted(fresh.get(NEW / 2), fresh.get(NEW * 95 / 100)),
          "p95 20 ms");
      long few = Memory.of(service.process().pid()).rss();
      stage.secrets(FEW_SECRETS, SECRETS);
      TimeUnit.SECONDS.sleep(5); // what is measured is the idle process
      long many = Memory.of(service.process().pid()).rss();
      row(
          "memory (RSS) with 100 and with 11,000 foreign Secrets",
          "%d MiB, %d MiB".formatted(few, many),
          "160 MiB, within 10 %");
      long began = System.nanoTime();
      JsonNode all = api.must("GET", COPIES + "&resourceVersion=0", null);
      row(
          "resync: one request for all copies among 11,000 Secrets",
          "%d copies, %.0f ms".formatted(all.path("items").size(), since(began) * 1000),
          "one request");
    }
  }

  private double rotation(Service service, int number) throws Exception {
    double before = metric(service, "changes_total");
    long began = System.nanoTime();
    stage.secret("datadog", "agent", "token", token(number));
    until(20, () -> metric(service, "changes_total") >= before + NAMESPACES);
    return since(began);
  }

  /// What client-go does by default: ten at once, then five a second.
  private double slow() throws Exception {
    long began = System.nanoTime();
    for (int number = 0; number < SLOW; number++) {
      if (number >= BURST) {
        TimeUnit.MILLISECONDS.sleep(SLOW_PAUSE_MS);
      }
      stage.secret("n" + number, "by-a-slow-client", "token", token(9));
    }
    double each = since(began) / (SLOW - BURST);
    return each * (NAMESPACES - BURST);
  }

  /// The milliseconds from a namespace's creation to its Secret, in order.
  private List<Double> newNamespaces() throws Exception {
    Map<String, Long> seen = new ConcurrentHashMap<>();
    String version =
        api.must("GET", COPIES + "&limit=1", null)
            .path("metadata")
            .path("resourceVersion")
            .asText();
    Thread watch =
        Thread.ofVirtual()
            .start(() -> watch(COPIES + "&watch=true&resourceVersion=" + version, seen));
    var took = new ArrayList<Double>();
    for (int number = 0; number < NEW; number++) {
      String name = "new" + number;
      long began = System.nanoTime();
      var _ = stage.namespace(name, "enabled");
      until(1, () -> seen.containsKey(name));
      took.add((seen.getOrDefault(name, 0L) - began) / 1e6);
    }
    watch.interrupt();
    took.sort(null);
    return took;
  }

  private void watch(String path, Map<String, Long> seen) {
    try (var lines =
        new BufferedReader(new InputStreamReader(api.watch(path).body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        long now = System.nanoTime();
        String name =
            JSON.readTree(line).path("object").path("metadata").path("namespace").asText();
        seen.putIfAbsent(name, now);
        line = lines.readLine();
      }
    } catch (IOException | InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// The sum of a meter's lines.
  private static double metric(Service service, String name)
      throws IOException, InterruptedException {
    if (service.status("/metrics") != 200) {
      return 0;
    }
    return service
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith("eksbridge_token_sync_" + name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void until(long pause, Child.Check holds)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (!holds.holds()) {
      if (System.nanoTime() > end) {
        throw new IOException("it takes longer than " + PATIENCE_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(pause);
    }
  }

  private static String token(int number) {
    return "Zk3vQ9xW1pLr7TnB5cYd8HsJ2mGf4Ka" + number;
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void row(String what, String measured, String bar) {
    System.out.println("| " + what + " | " + measured + " | " + bar + " |");
  }
}
