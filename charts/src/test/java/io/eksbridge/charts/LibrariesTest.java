// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LibrariesTest {
  @Test
  void librariesAreOfDatadogsRegistriesUnlessOthersAreListed() {
    assertThat(texts(Map.of()))
        .contains("/var/lib/kubelet/plugins/datadog.csi/storage", "--apm-enabled=true")
        .anyMatch(text -> text.startsWith("--registry-allow-list=gcr.io/datadoghq,"))
        .noneMatch(text -> text.contains("private-hosts") || text.contains("registry-auth"));
    assertThat(
            texts(
                Map.of(
                    "libraries.allowedRegistries[0]", "mirror.test/dd",
                    "libraries.privateHosts[0]", "mirror.test",
                    "libraries.pullSecrets[0]", "mirror-login",
                    "libraries.caConfigMap", "mirror-ca",
                    "libraries.prewarm[0]", "mirror.test/dd/apm-inject:0.55.0")))
        .contains(
            "--registry-private-hosts=mirror.test",
            "--registry-auth-path=/var/run/datadog-registry-auth",
            "/var/run/datadog-registry-auth/0",
            "mirror-login",
            "--registry-ca-path=/var/run/datadog-registry-ca/ca.crt",
            "mirror-ca",
            "--library-prewarm=mirror.test/dd/apm-inject:0.55.0");
  }

  @Test
  void theChartListsWhatTheDriverAllowsByItself() throws IOException {
    String flag = "--registry-allow-list=";
    String page =
        Files.readString(Path.of("..", "docs", "reference", "node-driver.md"))
            .replaceAll("\\s+", "");

    assertThat(texts(Map.of()))
        .filteredOn(text -> text.startsWith(flag))
        .singleElement()
        .satisfies(
            text -> assertThat(page).contains("Default:" + text.substring(flag.length()) + "--"));
  }

  @Test
  void datadogsWebhookIsToldWhetherThereAreLibraries() {
    for (boolean enabled : new boolean[] {true, false}) {
      JsonNode driver =
          Chart.NODE_DRIVER.objects(Map.of("libraries.enabled", enabled)).stream()
              .filter(object -> object.at("/kind").asText().equals("CSIDriver"))
              .findFirst()
              .orElseThrow();

      assertThat(driver.at("/metadata/annotations/csi.datadoghq.com~1apm-enabled").asText())
          .isEqualTo(Boolean.toString(enabled));
    }
  }

  private static List<String> texts(Map<String, Object> values) {
    return Chart.NODE_DRIVER.objects(values).stream()
        .map(object -> object.at("/spec/template/spec"))
        .flatMap(
            pod ->
                Stream.concat(
                    Chart.elements(pod.at("/containers"))
                        .flatMap(
                            each ->
                                Stream.concat(
                                    Chart.texts(each.at("/args")).stream(),
                                    Chart.elements(each.at("/volumeMounts"))
                                        .map(mount -> mount.at("/mountPath").asText()))),
                    Chart.elements(pod.at("/volumes"))
                        .flatMap(
                            volume ->
                                Stream.of("/hostPath/path", "/secret/secretName", "/configMap/name")
                                    .map(each -> volume.at(each).asText()))))
        .toList();
  }
}
