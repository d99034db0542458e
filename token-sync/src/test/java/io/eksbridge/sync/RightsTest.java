// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.kube.ApiServer.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/// What the rights of the chart allow on a real API server, and what is seen with them.
final class RightsTest {
  @RegisterExtension private final Stage stage = new Stage();

  @Test
  void theRightsReachNoFurtherThanTheNames() {
    String team = stage.namespace("team", true);
    stage.admin().secret(team, "password", Map.of("password", "secret"));

    assertThat(status(stage.tokenSync().get("/api/v1/secrets"))).isEqualTo(403);
    assertThat(
            status(
                stage
                    .tokenSync()
                    .get("/api/v1/secrets?labelSelector=" + Names.COPY_LABEL + "=true")))
        .isEqualTo(403);
    assertThat(
            status(stage.tokenSync().get("/api/v1/secrets?fieldSelector=metadata.name=password")))
        .isEqualTo(403);
    assertThat(status(stage.tokenSync().get("/api/v1/namespaces/" + team + "/secrets")))
        .isEqualTo(403);
    assertThat(status(stage.tokenSync().get(Cluster.path(team, "password")))).isEqualTo(403);
    assertThat(status(stage.tokenSync().get(Cluster.path("datadog", "other")))).isEqualTo(403);
    assertThat(
            status(
                stage
                    .tokenSync()
                    .post(
                        "/api/v1/namespaces/" + team + "/secrets",
                        Cluster.secretOf(team, Names.COPY_SECRET, Map.of()))))
        .isEqualTo(403);
    assertThat(
            status(
                stage
                    .tokenSync()
                    .apply(
                        Cluster.path(team, "other"),
                        Names.FIELD_MANAGER,
                        Cluster.secretOf(team, "other", Map.of()))))
        .isEqualTo(403);
    assertThat(
            status(
                stage
                    .tokenSync()
                    .apply(
                        Cluster.path("datadog", "datadog-cluster-agent"),
                        Names.FIELD_MANAGER,
                        Cluster.secretOf("datadog", "datadog-cluster-agent", Map.of()))))
        .isEqualTo(403);
    assertThat(status(stage.tokenSync().delete(Cluster.path(team, "password")))).isEqualTo(403);
    assertThat(
            status(
                stage
                    .tokenSync()
                    .get("/api/v1/secrets?fieldSelector=metadata.name=" + Names.COPY_SECRET)))
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
    stage.admin().merge(Cluster.path("datadog", "datadog"), labelled);
    String team = stage.namespace("team", true);

    stage.run();

    Stage.eventually(
        () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));
    JsonNode copy = stage.admin().get(Cluster.path(team, Names.COPY_SECRET)).body();
    assertThat(stage.admin().value(team, Names.COPY_SECRET, "api-key")).isEqualTo(Stage.KEY);
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
                + "\"eksbridge.io/fingerprint\":\"[0-9a-f]{16}\","
                + "\"eksbridge.io/values-since\":\"[-0-9]{10}T[:0-9]{8}Z\"}");
    assertThat(copy.path("metadata").has("ownerReferences")).isFalse();
    assertThat(copy.path("metadata").path("managedFields").findValuesAsText("manager"))
        .containsExactly(Names.FIELD_MANAGER);
  }

  @Test
  void aRepeatedApplyIsNoWrite() {
    String team = stage.namespace("team", true);
    Map<String, Object> copy = Cluster.secretOf(team, Names.COPY_SECRET, Map.of("token", "same"));
    copy = withoutStringData(copy);
    Answer created =
        stage.tokenSync().apply(Cluster.path(team, Names.COPY_SECRET), Names.FIELD_MANAGER, copy);
    Answer again =
        stage.tokenSync().apply(Cluster.path(team, Names.COPY_SECRET), Names.FIELD_MANAGER, copy);

    assertThat(List.of(created.status(), again.status())).containsExactly(201, 200);
    assertThat(again.body().path("metadata").path("resourceVersion"))
        .isEqualTo(created.body().path("metadata").path("resourceVersion"));
  }

  @Test
  void noValueIsInTheLogsTheMetricsTheEventsOrTheCopysMetadata() {
    Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    var written = new ListAppender<ILoggingEvent>();
    written.start();
    root.addAppender(written);
    Level level = root.getLevel();
    root.setLevel(Level.TRACE);
    String team = stage.namespace("team", true);
    String theirs = stage.namespace("theirs", true);
    RunningTokenSync service;
    try {
      stage.admin().secret(theirs, Names.COPY_SECRET, Map.of("token", "planted-by-somebody-else"));
      service = stage.run();
      Stage.eventually(
          () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));
      Stage.eventually(() -> !stage.events(theirs).isEmpty());
      stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", "planted short"));
      Stage.eventually(() -> service.ask("/metrics").body().contains("WHITE_SPACE"));
    } finally {
      root.detachAppender(written);
      root.setLevel(level);
    }
    StringBuilder all = new StringBuilder(service.ask("/metrics").body());
    all.append(service.ask("/health/readiness").body());
    for (ILoggingEvent event : List.copyOf(written.list)) {
      all.append(event.getFormattedMessage()).append(event.getKeyValuePairs());
      if (event.getThrowableProxy() != null) {
        all.append(event.getThrowableProxy().getMessage());
      }
    }
    for (String place : List.of(team, theirs, "datadog")) {
      all.append(stage.events(place));
    }
    all.append(stage.admin().get(Cluster.path(team, Names.COPY_SECRET)).body().path("metadata"));

    assertThat(written.list).isNotEmpty();
    assertThat(all.toString())
        .contains("eksbridge_token_sync_changes_total")
        .doesNotContain(Stage.GOOD, Stage.KEY, "planted");
    assertThat(all.toString()).doesNotContain(base64(Stage.GOOD), base64(Stage.KEY));
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
}
