// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Startup;
import io.eksbridge.sync.kube.ApiServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// token-sync on a real API server, with the rights of its chart and no others.
final class ApiServerTest {
  private static final String GOOD = "Zk3vQ9xW1pLr7TnB5cYd8HsJ2mGf4KaE";
  private static final String NEXT = "aE4Kf2Gm8JsH5YdcB7TnLr1pWx9Qv3kZ";
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String COPY = Names.COPY_SECRET;
  private static final AtomicInteger TESTS = new AtomicInteger();

  @TempDir private static Path folder;
  private static Cluster admin;
  private static Cluster tokenSync;
  private static Path kubeconfig;

  private final String test = "t" + TESTS.incrementAndGet();
  private final List<RunningTokenSync> running = new ArrayList<>();

  @BeforeAll
  static void grantTheRightsOfTheChart() throws IOException {
    admin = new Cluster(RealApiServer.kubeconfig());
    admin.namespace("eksbridge", Map.of());
    admin.namespace("datadog", Map.of());
    try (InputStream rights = ApiServerTest.class.getResourceAsStream("/rights.yaml")) {
      admin.manifest(
          new String(
              Objects.requireNonNull(rights, "rights.yaml").readAllBytes(),
              StandardCharsets.UTF_8));
    }
    String account = admin.kubeconfigOf("eksbridge", "token-sync");
    tokenSync = new Cluster(account);
    kubeconfig = Files.writeString(folder.resolve("kubeconfig"), account);
  }

  @BeforeEach
  void goodSources() {
    admin.secret("datadog", "datadog", Map.of("api-key", KEY));
    admin.secret("datadog", "datadog-cluster-agent", Map.of("token", GOOD));
  }

  @AfterEach
  void stop() {
    running.forEach(RunningTokenSync::close);
  }

  @Test
  void theRightsReachNoFurtherThanTheNames() {
    String team = namespace("team", true);
    admin.secret(team, "password", Map.of("password", "secret"));

    assertThat(status(tokenSync.get("/api/v1/secrets"))).isEqualTo(403);
    assertThat(status(tokenSync.get("/api/v1/secrets?labelSelector=" + Names.COPY_LABEL + "=true")))
        .isEqualTo(403);
    assertThat(status(tokenSync.get("/api/v1/secrets?fieldSelector=metadata.name=password")))
        .isEqualTo(403);
    assertThat(status(tokenSync.get("/api/v1/namespaces/" + team + "/secrets"))).isEqualTo(403);
    assertThat(status(tokenSync.get(Cluster.path(team, "password")))).isEqualTo(403);
    assertThat(status(tokenSync.get(Cluster.path("datadog", "other")))).isEqualTo(403);
    assertThat(
            status(
                tokenSync.post(
                    "/api/v1/namespaces/" + team + "/secrets",
                    Cluster.secretOf(team, COPY, Map.of()))))
        .isEqualTo(403);
    assertThat(
            status(
                tokenSync.apply(
                    Cluster.path(team, "other"),
                    Names.FIELD_MANAGER,
                    Cluster.secretOf(team, "other", Map.of()))))
        .isEqualTo(403);
    assertThat(
            status(
                tokenSync.apply(
                    Cluster.path("datadog", "datadog-cluster-agent"),
                    Names.FIELD_MANAGER,
                    Cluster.secretOf("datadog", "datadog-cluster-agent", Map.of()))))
        .isEqualTo(403);
    assertThat(status(tokenSync.delete(Cluster.path(team, "password")))).isEqualTo(403);
    assertThat(status(tokenSync.get("/api/v1/secrets?fieldSelector=metadata.name=" + COPY)))
        .isEqualTo(200);
  }

  @Test
  void aCopyIsComposedUnderOurManagerAndCopiesNothingElseOfItsSources() {
    JsonNode labelled =
        Cluster.JSON.valueToTree(
            Map.of(
                "metadata",
                Map.of(
                    "labels",
                    Map.of("app.kubernetes.io/instance", "argo"),
                    "annotations",
                    Map.of("note", "of the source"))));
    admin.merge(Cluster.path("datadog", "datadog"), labelled);
    String team = namespace("team", true);

    run();

    eventually(() -> GOOD.equals(admin.value(team, COPY, "token")));
    JsonNode copy = admin.get(Cluster.path(team, COPY)).body();
    assertThat(admin.value(team, COPY, "api-key")).isEqualTo(KEY);
    assertThat(copy.path("data").size()).isEqualTo(2);
    assertThat(copy.path("type").asText()).isEqualTo("Opaque");
    assertThat(copy.path("metadata").path("labels").toString())
        .isEqualTo(
            "{\"app.kubernetes.io/managed-by\":\"datadog-eks-bridge\",\"eksbridge.io/copy\":\"true\","
                + "\"eksbridge.io/owner\":\"eksbridge-token-sync\"}");
    assertThat(copy.path("metadata").path("annotations").toString())
        .matches(
            "\\{\"argocd.argoproj.io/compare-options\":\"IgnoreExtraneous\","
                + "\"argocd.argoproj.io/sync-options\":\"Prune=false\","
                + "\"eksbridge.io/fingerprint\":\"[0-9a-f]{16}\"}");
    assertThat(copy.path("metadata").has("ownerReferences")).isFalse();
    assertThat(copy.path("metadata").path("managedFields").findValuesAsText("manager"))
        .containsExactly(Names.FIELD_MANAGER);
  }

  @Test
  void aRestartWritesNothing() {
    String team = namespace("team", true);
    assertThat(once().code()).isEqualTo(ExitCode.OK);
    String version = version(team);

    Pass second = once();

    assertThat(second.lines()).containsExactly(team + " leave TRUE left");
    assertThat(version(team)).isEqualTo(version);
  }

  @Test
  void aRepeatedApplyIsNoWrite() {
    String team = namespace("team", true);
    Map<String, Object> copy = Cluster.secretOf(team, COPY, Map.of("token", "same"));
    copy = withoutStringData(copy);
    Answer created = tokenSync.apply(Cluster.path(team, COPY), Names.FIELD_MANAGER, copy);
    Answer again = tokenSync.apply(Cluster.path(team, COPY), Names.FIELD_MANAGER, copy);

    assertThat(List.of(created.status(), again.status())).containsExactly(201, 200);
    assertThat(again.body().path("metadata").path("resourceVersion"))
        .isEqualTo(created.body().path("metadata").path("resourceVersion"));
  }

  @Test
  void aNewNamespaceGetsItsCopyAndARelabelledOneLosesIt() {
    run();

    String team = namespace("team", true);
    eventually(() -> GOOD.equals(admin.value(team, COPY, "token")));
    namespace("team", false);
    eventually(() -> status(admin.get(Cluster.path(team, COPY))) == 404);
    namespace("team", true);
    eventually(() -> GOOD.equals(admin.value(team, COPY, "token")));
  }

  @Test
  void aRotationReachesAllCopies() {
    List<String> teams = Stream.of("a", "b", "c").map(name -> namespace(name, true)).toList();
    run();
    eventually(
        () -> teams.stream().allMatch(team -> GOOD.equals(admin.value(team, COPY, "token"))));

    admin.secret("datadog", "datadog-cluster-agent", Map.of("token", NEXT));

    eventually(
        () -> teams.stream().allMatch(team -> NEXT.equals(admin.value(team, COPY, "token"))));
    assertThat(teams).allMatch(team -> KEY.equals(admin.value(team, COPY, "api-key")));
  }

  @Test
  void aCopyThatIsDeletedOrEditedIsRepaired() {
    String team = namespace("team", true);
    run();
    eventually(() -> GOOD.equals(admin.value(team, COPY, "token")));

    admin.delete(Cluster.path(team, COPY));
    eventually(() -> GOOD.equals(admin.value(team, COPY, "token")));

    admin.merge(Cluster.path(team, COPY), Map.of("stringData", Map.of("token", "edited")));
    eventually(() -> GOOD.equals(admin.value(team, COPY, "token")));

    var unlabelled = new java.util.HashMap<String, Object>();
    unlabelled.put(Names.COPY_LABEL, null);
    admin.merge(Cluster.path(team, COPY), Map.of("metadata", Map.of("labels", unlabelled)));
    eventually(
        () ->
            admin
                .get(Cluster.path(team, COPY))
                .body()
                .path("metadata")
                .path("labels")
                .has(Names.COPY_LABEL));
  }

  @Test
  void aForeignSecretWithOtherValuesIsLeftAndItsManagerNamed() {
    String team = namespace("team", true);
    admin.secret(team, COPY, Map.of("token", "theirs"));
    String version = version(team);

    Pass pass = once();

    assertThat(pass.code()).isEqualTo(ExitCode.FAILED);
    assertThat(pass.lines()).containsExactly(team + " leave FOREIGN conflict held by helm");
    assertThat(version(team)).isEqualTo(version);
    assertThat(events(team))
        .anyMatch(event -> event.startsWith("CopyHeld") && event.contains("helm"));
  }

  @Test
  void aForeignSecretWithOtherKeysKeepsThemAndOursGoWhenItIsNoLongerSelected() {
    String team = namespace("team", true);
    admin.secret(team, COPY, Map.of("password", "theirs"));

    assertThat(once().code()).isEqualTo(ExitCode.OK);
    assertThat(admin.value(team, COPY, "token")).isEqualTo(GOOD);
    assertThat(admin.value(team, COPY, "password")).isEqualTo("theirs");
    assertThat(admin.get(Cluster.path(team, COPY)).body().path("metadata").has("labels")).isFalse();

    namespace("team", false);
    assertThat(once().lines()).containsExactly(team + " release NOT_SELECTED applied");
    assertThat(admin.value(team, COPY, "token")).isNull();
    assertThat(admin.value(team, COPY, "password")).isEqualTo("theirs");
  }

  @Test
  void aShortTokenIsHeldAndTheLastGoodCopyStays() {
    String team = namespace("team", true);
    run();
    eventually(() -> GOOD.equals(admin.value(team, COPY, "token")));

    admin.secret("datadog", "datadog-cluster-agent", Map.of("token", "short"));

    RunningTokenSync service = running.getFirst();
    String held = "eksbridge_token_sync_source_held{reason=\"SHORT\",source=\"token\"} 1.0";
    eventually(() -> service.ask("/metrics").body().contains(held));
    eventually(() -> events("datadog").stream().anyMatch(event -> event.startsWith("SourceHeld")));
    String late = namespace("late", true);
    Pass pass = once();
    assertThat(pass.code()).isEqualTo(ExitCode.FAILED);
    assertThat(pass.lines())
        .containsExactly(
            "source token held SHORT",
            late + " leave SOURCE_HELD left",
            team + " leave SOURCE_HELD left");
    assertThat(admin.value(team, COPY, "token")).isEqualTo(GOOD);
    assertThat(service.ask("/health/readiness").statusCode()).isEqualTo(200);

    goodSources();
    eventually(() -> GOOD.equals(admin.value(late, COPY, "token")));
  }

  @Test
  void aSourceThatIsAbsentIsHeld() {
    namespace("team", true);
    Pass pass = once("--api-key-source=datadog/datadog/no-such-key");
    assertThat(pass.lines()).first().isEqualTo("source api-key held KEY_ABSENT");

    admin.delete(Cluster.path("datadog", "datadog"));
    assertThat(once().lines()).first().isEqualTo("source api-key held SECRET_ABSENT");
  }

  @Test
  void aDryRunIsCheckedByTheServerAndStoresNothing() {
    String team = namespace("team", true);

    Pass pass = once("--dry-run");

    assertThat(pass.code()).isEqualTo(ExitCode.OK);
    assertThat(pass.lines()).containsExactly(team + " create (dry run) MISSING applied");
    assertThat(status(admin.get(Cluster.path(team, COPY)))).isEqualTo(404);
  }

  @Test
  void whatTheServerRefusesIsToldApart() {
    String fixed = namespace("fixed", true);
    assertThat(once().lines()).contains(fixed + " create MISSING applied");
    admin.merge(Cluster.path(fixed, COPY), Map.of("immutable", true));
    String full = namespace("full", true);
    noRoomForSecrets(full);
    admin.secret("datadog", "datadog-cluster-agent", Map.of("token", NEXT));

    Pass pass = once();

    assertThat(pass.code()).isEqualTo(ExitCode.FAILED);
    assertThat(pass.lines())
        .containsExactly(
            fixed + " update SOURCE_CHANGED immutable", full + " create MISSING over-quota");
    assertThat(admin.value(fixed, COPY, "token")).isEqualTo(GOOD);
  }

  @Test
  void noValueIsInTheLogsTheMetricsTheEventsOrTheCopysMetadata() {
    Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    var written = new ListAppender<ILoggingEvent>();
    written.start();
    root.addAppender(written);
    Level level = root.getLevel();
    root.setLevel(Level.TRACE);
    try {
      String team = namespace("team", true);
      String theirs = namespace("theirs", true);
      admin.secret(theirs, COPY, Map.of("token", "planted-by-somebody-else"));
      run();
      eventually(() -> GOOD.equals(admin.value(team, COPY, "token")));
      eventually(() -> !events(theirs).isEmpty());
      admin.secret("datadog", "datadog-cluster-agent", Map.of("token", "planted short"));
      eventually(() -> running.getFirst().ask("/metrics").body().contains("WHITE_SPACE"));
    } finally {
      root.detachAppender(written);
      root.setLevel(level);
    }
    StringBuilder all = new StringBuilder(running.getFirst().ask("/metrics").body());
    all.append(running.getFirst().ask("/health/readiness").body());
    for (ILoggingEvent event : List.copyOf(written.list)) {
      all.append(event.getFormattedMessage()).append(event.getKeyValuePairs());
      if (event.getThrowableProxy() != null) {
        all.append(event.getThrowableProxy().getMessage());
      }
    }
    for (String place : List.of(test + "-team", test + "-theirs", "datadog")) {
      all.append(events(place));
    }
    all.append(admin.get(Cluster.path(test + "-team", COPY)).body().path("metadata"));

    assertThat(written.list).isNotEmpty();
    assertThat(all.toString())
        .contains("eksbridge_token_sync_changes_total")
        .doesNotContain(GOOD, KEY, "planted");
    assertThat(all.toString()).doesNotContain(base64(GOOD), base64(KEY));
  }

  @Test
  void isReadyOnceAllIsListedAndTellsItsMetrics() {
    String team = namespace("team", true);
    RunningTokenSync service = run();

    eventually(() -> service.ask("/health/readiness").statusCode() == 200);
    eventually(() -> service.ask("/metrics").body().contains("copies_true 1.0"));

    assertThat(service.ask("/health/liveness").statusCode()).isEqualTo(200);
    assertThat(service.ask("/metrics").body())
        .contains("eksbridge_token_sync_copies_wanted 1.0")
        .contains("change=\"create\",reason=\"MISSING\",result=\"applied\"} 1.0")
        .contains("eksbridge_token_sync_source_held{reason=\"NONE\",source=\"token\"} 0.0")
        .contains("eksbridge_token_sync_watch_age_seconds{watch=\"copies\"}")
        .contains("eksbridge_token_sync_propagation_seconds_count 1");
    assertThat(team).isNotEmpty();
  }

  private record Pass(int code, List<String> lines) {}

  private Pass once(String... more) {
    var out = new StringWriter();
    var arguments =
        new ArrayList<>(
            List.of(
                "--once",
                "--kubeconfig=" + kubeconfig,
                "--token-source=datadog/datadog-cluster-agent/token",
                "--namespace-selector=test=" + test));
    arguments.addAll(List.of(more));
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--api-key-source"))) {
      arguments.add("--api-key-source=datadog/datadog/api-key");
    }
    int code =
        Startup.commandLine(new TokenSync(), List.of(), Map.of())
            .setOut(new PrintWriter(out, true))
            .execute(arguments.toArray(String[]::new));
    return new Pass(
        code,
        out.toString()
            .lines()
            .filter(line -> line.startsWith("source") || line.startsWith(test + "-"))
            .toList());
  }

  private RunningTokenSync run() {
    var service =
        new RunningTokenSync(kubeconfig, Map.of("token-sync.namespace-selector", "test=" + test));
    running.add(service);
    return service;
  }

  private String namespace(String name, boolean selected) {
    String full = test + "-" + name;
    admin.namespace(full, selected ? Map.of("test", test) : Map.of());
    return full;
  }

  private List<String> events(String namespace) {
    var events = new ArrayList<String>();
    for (JsonNode event :
        admin.get("/api/v1/namespaces/" + namespace + "/events").body().path("items")) {
      events.add(event.path("reason").asText() + " " + event.path("message").asText());
    }
    return events;
  }

  /// A quota as its controller would have counted it.
  private static void noRoomForSecrets(String namespace) {
    String quotas = "/api/v1/namespaces/" + namespace + "/resourcequotas";
    Map<String, Object> none = Map.of("hard", Map.of("secrets", "0"));
    admin.post(quotas, Map.of("metadata", Map.of("name", "none"), "spec", none));
    admin.merge(
        quotas + "/none/status",
        Map.of("status", Map.of("hard", Map.of("secrets", "0"), "used", Map.of("secrets", "0"))));
    Map<String, Object> probe = Cluster.secretOf(namespace, "probe", Map.of());
    String secrets = "/api/v1/namespaces/" + namespace + "/secrets?dryRun=All";
    eventually(() -> status(admin.post(secrets, probe)) == 403);
  }

  private static String version(String namespace) {
    return admin
        .get(Cluster.path(namespace, COPY))
        .body()
        .path("metadata")
        .path("resourceVersion")
        .asText();
  }

  private static Map<String, Object> withoutStringData(Map<String, Object> secret) {
    var plain = new java.util.HashMap<>(secret);
    plain.remove("stringData");
    plain.put("data", Map.of("token", base64("same")));
    return plain;
  }

  private static String base64(String value) {
    return java.util.Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static int status(Answer answer) {
    return answer.status();
  }

  private static void eventually(BooleanSupplier holds) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
