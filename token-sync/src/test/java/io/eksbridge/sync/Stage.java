// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RunningApiServer;
import io.eksbridge.startup.Startup;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A real API server with good sources, the rights of the chart, and a label of the test's own that
/// selects its namespaces.
final class Stage implements BeforeEachCallback, AfterEachCallback {
  static final String GOOD = "Zk3vQ9xW1pLr7TnB5cYd8HsJ2mGf4KaE";
  static final String NEXT = "aE4Kf2Gm8JsH5YdcB7TnLr1pWx9Qv3kZ";
  static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final AtomicInteger TESTS = new AtomicInteger();

  private final String test = "t" + TESTS.incrementAndGet();
  private final List<RunningTokenSync> running = new ArrayList<>();
  private final Set<String> namespaces = new TreeSet<>();
  private @Nullable Actors actors;

  private record Actors(Cluster admin, Cluster tokenSync, Path kubeconfig) {}

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Given.apiServer();
    var admin = new Cluster(Files.readString(RunningApiServer.server().kubeconfig()));
    admin.namespace("eksbridge", Map.of());
    admin.namespace("datadog", Map.of());
    try (InputStream rights = Stage.class.getResourceAsStream("/rights.yaml")) {
      admin.manifest(
          new String(
              Objects.requireNonNull(rights, "rights.yaml").readAllBytes(),
              StandardCharsets.UTF_8));
    }
    String account = admin.kubeconfigOf("eksbridge", "token-sync");
    Path kubeconfig = Files.writeString(Files.createTempFile("kubeconfig", ".yaml"), account);
    actors = new Actors(admin, new Cluster(account), kubeconfig);
    goodSources();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    running.forEach(RunningTokenSync::close);
    // Later tests would count what is left as copies that lost their reason to be.
    namespaces.forEach(
        namespace -> actors().admin().delete(Cluster.path(namespace, Names.COPY_SECRET)));
    if (actors != null) {
      Files.delete(actors.kubeconfig());
    }
  }

  /// Somebody who may do anything.
  Cluster admin() {
    return actors().admin();
  }

  /// Somebody with the rights of token-sync.
  Cluster tokenSync() {
    return actors().tokenSync();
  }

  /// The file that gives the rights of token-sync.
  Path kubeconfig() {
    return actors().kubeconfig();
  }

  private Actors actors() {
    return Objects.requireNonNull(actors, "before the test");
  }

  void goodSources() {
    admin().secret("datadog", "datadog", Map.of("api-key", KEY));
    admin().secret("datadog", "datadog-cluster-agent", Map.of("token", GOOD));
  }

  record Pass(int code, List<String> lines) {}

  /// What one pass prints, of this test only, and its exit code.
  Pass once(String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "--once",
                "--kubeconfig=" + actors().kubeconfig(),
                "--token-source=datadog/datadog-cluster-agent/token",
                "--namespace-selector=test=" + test,
                "--follow-pods=false"));
    arguments.addAll(List.of(more));
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--release-delay"))) {
      arguments.add("--release-delay=0s");
    }
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--api-key-source"))) {
      arguments.add("--api-key-source=datadog/datadog/api-key");
    }
    return executed(arguments, line -> line.startsWith("source") || line.startsWith(test + "-"));
  }

  /// What a command prints and its exit code.
  Pass command(String name, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                name,
                "--kubeconfig=" + actors().kubeconfig(),
                "--token-source=datadog/datadog-cluster-agent/token",
                "--api-key-source=datadog/datadog/api-key",
                "--release-delay=0s",
                "--follow-pods=false",
                "--namespace-selector=test=" + test));
    arguments.addAll(List.of(more));
    return executed(arguments);
  }

  /// What a command prints to somebody who may do anything.
  Pass asAdmin(String name) throws Exception {
    return executed(
        new ArrayList<>(List.of(name, "--kubeconfig=" + RunningApiServer.server().kubeconfig())));
  }

  private Pass executed(List<String> arguments) {
    return executed(arguments, line -> !line.matches("t[0-9]+-.*") || line.startsWith(test + "-"));
  }

  private static Pass executed(List<String> arguments, Predicate<String> ofThisTest) {
    var out = new StringWriter();
    int code =
        Startup.commandLine(new TokenSync(), List.of(), Map.of())
            .setOut(new PrintWriter(out, true))
            .execute(arguments.toArray(String[]::new));
    return new Pass(code, out.toString().lines().filter(ofThisTest).toList());
  }

  /// Serves until the end of the test.
  RunningTokenSync run() {
    return run(Map.of());
  }

  /// The same, with further properties.
  RunningTokenSync run(Map<String, Object> more) {
    return runAs(actors().kubeconfig(), more);
  }

  /// Serves with the rights of another account.
  RunningTokenSync runAs(Path kubeconfig, Map<String, Object> more) {
    var properties = new HashMap<String, Object>(more);
    properties.putIfAbsent("token-sync.namespace-selector", "test=" + test);
    properties.putIfAbsent("token-sync.release-delay", "0s");
    properties.putIfAbsent("token-sync.follow-pods", "false");
    var service = new RunningTokenSync(kubeconfig, properties);
    running.add(service);
    return service;
  }

  String namespace(String name, boolean selected) {
    String full = test + "-" + name;
    namespaces.add(full);
    admin().namespace(full, selected ? Map.of("test", test) : Map.of());
    return full;
  }

  List<String> events(String namespace) {
    var events = new ArrayList<String>();
    for (JsonNode event :
        admin().get("/api/v1/namespaces/" + namespace + "/events").body().path("items")) {
      events.add(event.path("reason").asText() + " " + event.path("message").asText());
    }
    return events;
  }

  String version(String namespace) {
    return admin()
        .get(Cluster.path(namespace, Names.COPY_SECRET))
        .body()
        .path("metadata")
        .path("resourceVersion")
        .asText();
  }

  static void eventually(BooleanSupplier holds) {
    within(60, holds);
  }

  /// The same, where it may take so many seconds.
  static void within(int seconds, BooleanSupplier holds) {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
