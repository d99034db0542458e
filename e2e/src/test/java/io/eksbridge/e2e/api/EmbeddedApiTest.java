// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.ApiClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The embedded API by the rules that the real one holds, and by its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmbeddedApiTest extends ClusterRules {
  private EmbeddedApi embedded;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    embedded = EmbeddedApi.start(folder, 40);
    client = ApiClient.of(embedded.kubeconfig());
  }

  @AfterAll
  void stop() {
    client.close();
    embedded.close();
  }

  @Override
  ApiClient api() {
    return client;
  }

  @Test
  void aWatchFromAForgottenVersionIsToldToListAgain() throws Exception {
    for (int n = 0; n < 50; n++) {
      client.must(
          "PATCH",
          "/api/v1/namespaces/default",
          "application/merge-patch+json",
          json("{'metadata':{'annotations':{'n':'" + n + "'}}}"));
    }

    var watch = client.watch("/api/v1/secrets?watch=1&resourceVersion=1&timeoutSeconds=9");

    try (var lines =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith("{\"type\":\"ERROR\"").contains("\"code\":410");
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void aWatchEndsInTimeWithABookmark() throws Exception {
    String since =
        client.must("GET", "/api/v1/secrets", null).at("/metadata/resourceVersion").asText();

    var watch =
        client.watch(
            "/api/v1/secrets?watch=1&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion="
                + since);

    try (var lines =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith("{\"type\":\"BOOKMARK\"").contains(since);
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void whatTheRealOneKnowsAndThisDoesNotIsRefused() throws Exception {
    HttpResponse<String> deployments = client.ask("GET", "/apis/apps/v1/deployments");
    HttpResponse<String> status = client.ask("GET", "/api/v1/namespaces/default/status");
    HttpResponse<String> strategic =
        client.send(
            "PATCH", "/api/v1/namespaces/default", "application/strategic-merge-patch+json", "{}");
    HttpResponse<String> podByApply =
        client.send(
            "PATCH",
            "/api/v1/namespaces/default/pods/p?fieldManager=me",
            "application/apply-patch+yaml",
            "{apiVersion: v1, kind: Pod, metadata: {name: p}}");
    HttpResponse<String> all = client.ask("DELETE", "/api/v1/namespaces/default/secrets");

    assertThat(deployments.statusCode()).isEqualTo(404);
    assertThat(status.statusCode()).isEqualTo(404);
    assertThat(strategic.statusCode()).isEqualTo(415);
    assertThat(podByApply.statusCode()).isEqualTo(415);
    assertThat(all.statusCode()).isEqualTo(405);
  }
}
