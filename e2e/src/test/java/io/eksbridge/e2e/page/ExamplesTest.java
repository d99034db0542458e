// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RunningApiServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What README and `docs/examples` show is what happens.
final class ExamplesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path EXAMPLES = ROOT.resolve("docs/examples");

  @Test
  void aRealApiServerTakesEveryExample() throws Exception {
    Given.apiServer();
    ApiClient api = RunningApiServer.client();
    apply(api, "/api/v1/namespaces/shop", EXAMPLES.resolve("namespace.yaml"), false);
    for (String namespace : List.of("shop", "kube-system")) {
      api.send(
          "POST",
          "/api/v1/namespaces/" + namespace + "/serviceaccounts",
          "application/json",
          "{\"metadata\":{\"name\":\""
              + (namespace.equals("shop") ? "default" : "coredns")
              + "\"}}");
    }

    apply(api, "/api/v1/namespaces/shop/pods/web", EXAMPLES.resolve("pod-with-sockets.yaml"), true);
    apply(
        api,
        "/api/v1/namespaces/shop/pods/index",
        EXAMPLES.resolve("pod-with-node-directory.yaml"),
        true);
    apply(
        api,
        "/api/v1/namespaces/kube-system/pods/coredns-7d5f8b9c4-abcde",
        EXAMPLES.resolve("coredns-pod.yaml"),
        true);
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      assertThat(files.filter(each -> !each.endsWith("cert-manager.yaml"))) // charts applies that
          .as("each example stands above")
          .hasSize(4);
    }
  }

  @Test
  void theReadmesExplainPrintsWhatTheReadmeSays() throws Exception {
    Given.layout("fargate-injector");
    String readme = Files.readString(ROOT.resolve("README.md"));
    String command =
        readme
            .lines()
            .map(String::strip)
            .filter(line -> line.contains(" explain "))
            .findFirst()
            .orElseThrow();

    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();

    assertThat(process.waitFor()).isZero();
    assertThat(readme.lines().map(String::strip))
        .containsSubsequence(printed.stream().limit(5).map(String::strip).toList());
  }

  private static void apply(ApiClient api, String path, Path manifest, boolean dryRun)
      throws IOException, InterruptedException {
    String query = "?fieldManager=examples" + (dryRun ? "&dryRun=All" : "");
    HttpResponse<String> answer =
        api.send("PATCH", path + query, "application/apply-patch+yaml", Files.readString(manifest));
    assertThat(answer.statusCode())
        .as(answer.body())
        .isIn(200, 201); // other tests have the namespaces too
  }
}
