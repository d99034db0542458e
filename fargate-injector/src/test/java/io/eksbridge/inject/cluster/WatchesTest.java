// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.management.health.indicator.HealthResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

final class WatchesTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String SECRETS = "datadog-secret";
  private static final String STABLE = "cluster-agent-stable";
  private static final String OWN = "datadog-cluster-agent";
  private static final String BOTH_KEYS =
      "'managedFields':[{'fieldsV1':{'f:data':{'.':{},'f:api-key':{}}}},"
          + "{'fieldsV1':{'f:data':{'f:token':{}}}}]";

  @TempDir Path files;

  private FakeApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(server.faults).as("requests that a narrow role would refuse").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        BOTH_KEYS + "| | PRESENT",
        "'managedFields':[{'fieldsV1':{'f:data':{'f:api-key':{}}}}] | | MISSING",
        "'managedFields':[{'fieldsV1':{'f:metadata':{'f:labels':{}}}}] | | MISSING",
        "'labels':{'eksbridge.io/copy':'true'} | | PRESENT",
        "'labels':{'eksbridge.io/copy':'false'} | | UNKNOWN",
        "'uid':'x' | ,'data':{'api-key':'AAAA','token':'AAAA'} | PRESENT",
        "'uid':'x' | ,'data':{'api-key':'AAAA'} | MISSING",
        "'uid':'x' | | UNKNOWN",
      })
  void theKeysAreKnownFromTheMetadataOrFromOurLabel(
      String metadata, String content, Credentials credentials) throws IOException {
    server.shows(SECRETS, "7", secret("shop", metadata, content == null ? "" : content));
    try (ApplicationContext context = injector()) {
      var state = synced(context);

      assertThat(state.view("shop").credentials()).isEqualTo(credentials);
      assertThat(state.view("other").credentials()).isEqualTo(Credentials.MISSING);
    }
  }

  @Test
  void changesAreFollowed() throws IOException {
    server.shows(SECRETS, "7");
    server.shows(STABLE, "7");
    server.shows(OWN, "7", service(OWN, "172.20.9.9"));
    try (ApplicationContext context = injector()) {
      var state = synced(context);
      assertThat(ip(state)).isEqualTo("172.20.9.9");

      server.tells(SECRETS, event("ADDED", secret("shop", BOTH_KEYS, "")));
      server.tells(STABLE, event("ADDED", service(STABLE, "172.20.1.1")));

      until(() -> state.view("shop").credentials() == Credentials.PRESENT);
      until(() -> ip(state).equals("172.20.1.1"));

      server.tells(SECRETS, event("DELETED", secret("shop", BOTH_KEYS, "")));
      server.tells(STABLE, event("DELETED", service(STABLE, "172.20.1.1")));

      until(() -> state.view("shop").credentials() == Credentials.MISSING);
      until(() -> ip(state).equals("172.20.9.9"));
    }
  }

  @Test
  void aHeadlessServiceGivesNoAddress() throws IOException {
    server.shows(OWN, "7", service(OWN, "None"));
    try (ApplicationContext context = injector()) {
      assertThat(synced(context).view("shop").endpoint()).isEmpty();
    }
  }

  @Test
  void theOperatorsIpWins() throws IOException {
    server.shows(STABLE, "7", service(STABLE, "172.20.1.1"));
    try (ApplicationContext context =
        injector(Map.of("fargate-injector.cluster-agent-ip", "10.0.0.1"))) {
      assertThat(ip(synced(context))).isEqualTo("10.0.0.1");
    }
  }

  @Test
  void aWatchThatEndsGoesOnFromItsLastVersion() throws IOException {
    server.shows(SECRETS, "7");
    try (ApplicationContext context = injector()) {
      synced(context);
      server.tells(SECRETS, "{'type':'BOOKMARK','object':{'metadata':{'resourceVersion':'12'}}}");
      server.tells(SECRETS, FakeApiServer.END);

      until(() -> server.watchedFrom.contains("datadog-secret@12"));
      assertThat(failures(context)).isZero();
    }
  }

  @Test
  void aVersionThatIsTooOldIsListedAgain() throws IOException {
    server.shows(SECRETS, "7");
    try (ApplicationContext context = injector()) {
      var state = synced(context);
      server.shows(SECRETS, "99", secret("shop", BOTH_KEYS, ""));

      server.tells(SECRETS, "{'type':'ERROR','object':{'kind':'Status','code':410}}");

      until(() -> state.view("shop").credentials() == Credentials.PRESENT);
      until(() -> server.watchedFrom.contains("datadog-secret@99"));
    }
  }

  @Test
  void whatIsNoEventIsAFailureAndIsListedAgain() throws IOException {
    server.shows(SECRETS, "7");
    try (ApplicationContext context = injector()) {
      var state = synced(context);
      server.shows(SECRETS, "8", secret("shop", BOTH_KEYS, ""));

      server.tells(SECRETS, "{'type':'ADDED',,,");

      until(() -> state.view("shop").credentials() == Credentials.PRESENT);
      assertThat(failures(context)).isPositive();
    }
  }

  @Test
  void whatIsKnownIsKeptWhileTheServerIsAway() throws IOException {
    server.shows(SECRETS, "7", secret("shop", BOTH_KEYS, ""));
    try (ApplicationContext context = injector()) {
      var state = synced(context);
      server.answersWith(503);
      server.tells(SECRETS, FakeApiServer.END);

      until(() -> failures(context) > 0);
      assertThat(state.view("shop").credentials()).isEqualTo(Credentials.PRESENT);

      server.shows(SECRETS, "8");
      server.answersWith(200);
      until(() -> state.view("shop").credentials() == Credentials.MISSING);
    }
  }

  @Test
  void onlyMetadataOfSecretsIsAskedFor() throws IOException {
    try (ApplicationContext context = injector()) {
      synced(context);

      assertThat(server.accepted)
          .filteredOn(line -> line.startsWith("/api/v1/secrets "))
          .isNotEmpty()
          .allMatch(line -> line.contains("as=PartialObjectMetadata"));
    }
  }

  @Test
  void untilTheFirstListsNothingIsKnownAndTheProcessIsNotReady() throws IOException {
    server.answersWith(500);
    try (ApplicationContext context = injector()) {
      assertThat(context.getBean(ClusterState.class).view("shop").credentials())
          .isEqualTo(Credentials.UNKNOWN);
      assertThat(health(context).getStatus().getName()).isEqualTo("DOWN");
      until(() -> failures(context) > 0);

      server.answersWith(200);
      until(() -> health(context).getStatus().getName().equals("UP"));
    }
  }

  @Test
  void readinessDoesNotWaitForeverForAServerThatIsAway() throws IOException {
    server.answersWith(500);
    try (ApplicationContext context = injector(Map.of("fargate-injector.sync-wait-seconds", 0))) {
      assertThat(health(context).getStatus().getName()).isEqualTo("UP");
      assertThat(health(context).getDetails().toString()).contains("credentials=waiting");
    }
  }

  private ApplicationContext injector() throws IOException {
    return injector(Map.of());
  }

  private ApplicationContext injector(Map<String, Object> more) throws IOException {
    var properties = new HashMap<>(more);
    properties.put("fargate-injector.kubeconfig", server.kubeconfig(files).toString());
    return ApplicationContext.builder().deduceEnvironment(false).properties(properties).start();
  }

  private static ClusterState synced(ApplicationContext context) {
    until(() -> context.getBean(Watches.class).all().stream().allMatch(ListWatch::synced));
    return context.getBean(ClusterState.class);
  }

  private static HealthResult health(ApplicationContext context) {
    var result = Mono.from(context.getBean(ClusterHealth.class).getResult()).block();
    assertThat(result).isNotNull();
    return java.util.Objects.requireNonNull(result);
  }

  private static double failures(ApplicationContext context) {
    return context
        .getBean(MeterRegistry.class)
        .find("fargate.injector.watch.failures")
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static String ip(ClusterState state) {
    return state.view("shop").endpoint().map(endpoint -> endpoint.ip()).orElse("");
  }

  private static String secret(String namespace, String metadata, String content) {
    return "{'metadata':{'name':'datadog-secret','namespace':'%s',%s}%s}"
        .formatted(namespace, metadata, content);
  }

  private static String service(String name, String ip) {
    return "{'metadata':{'name':'%s','namespace':'datadog'},'spec':{'clusterIP':'%s'}}"
        .formatted(name, ip);
  }

  private static String event(String type, String object) {
    return "{'type':'%s','object':%s}".formatted(type, object);
  }

  private static void until(BooleanSupplier condition) {
    Instant end = Instant.now().plus(DEADLINE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("deadline").isBefore(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
