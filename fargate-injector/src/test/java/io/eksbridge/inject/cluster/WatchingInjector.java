// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.verdict.AgentSettings.SecretReference;
import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.eksbridge.inject.verdict.CopyScope;
import io.eksbridge.inject.verdict.LabelSelector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.management.health.indicator.HealthResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/// An injector that watches a fake API server, and the words to speak of both.
public abstract class WatchingInjector {
  static final Duration DEADLINE = Duration.ofSeconds(30);
  static final String SECRETS = "datadog-secret";
  private static final SecretReference SECRET = new SecretReference(SECRETS, "api-key", "token");
  static final String STABLE = "cluster-agent-stable";
  static final String OWN = "datadog-cluster-agent";
  static final String BOTH_KEYS =
      "'managedFields':[{'fieldsV1':{'f:data':{'.':{},'f:api-key':{}}}},"
          + "{'fieldsV1':{'f:data':{'f:token':{}}}}]";

  @TempDir Path files;

  FakeApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(server.faults).as("requests that a narrow role would refuse").isEmpty();
  }

  ApplicationContext injector() throws IOException {
    return injector(Map.of());
  }

  ApplicationContext injector(Map<String, Object> more) throws IOException {
    var properties = new HashMap<>(more);
    properties.put("fargate-injector.kubeconfig", server.kubeconfig(files).toString());
    var context =
        ApplicationContext.builder().deduceEnvironment(false).properties(properties).start();
    begin(context);
    return context;
  }

  /// Begins the watches, as serving does.
  public static void begin(ApplicationContext context) {
    context.getBean(Watches.class).begin();
  }

  static ClusterState synced(ApplicationContext context) {
    until(() -> !context.getBean(Watches.class).synced().containsValue(false));
    return context.getBean(ClusterState.class);
  }

  static HealthResult health(ApplicationContext context) {
    var result = Mono.from(context.getBean(ClusterHealth.class).getResult()).block();
    assertThat(result).isNotNull();
    return java.util.Objects.requireNonNull(result);
  }

  static double failures(ApplicationContext context) {
    return context
        .getBean(MeterRegistry.class)
        .find("fargate.injector.watch.failures")
        .tag("watch", "credentials")
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /// What is known of the Secret with its two usual keys.
  public static Credentials credentials(ClusterState state, String namespace) {
    var copies = new CopyScope("", LabelSelector.ALL, List.of(), List.of());
    return state.view(namespace).credentials(SECRET, Set.of("api-key", "token"), copies);
  }

  static String ip(ClusterState state) {
    return state.view("shop").endpoint().map(endpoint -> endpoint.ip()).orElse("");
  }

  static String secret(String namespace, String metadata, String content) {
    return "{'metadata':{'name':'datadog-secret','namespace':'%s',%s}%s}"
        .formatted(namespace, metadata, content);
  }

  static String service(String name, String ip) {
    return "{'metadata':{'name':'%s','namespace':'datadog'},'spec':{'clusterIP':'%s'}}"
        .formatted(name, ip);
  }

  static String event(String type, String object) {
    return "{'type':'%s','object':%s}".formatted(type, object);
  }

  static void until(BooleanSupplier condition) {
    Instant end = Instant.now().plus(DEADLINE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("deadline").isBefore(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
