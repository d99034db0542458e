// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Child;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a dump of the whole heap of a running token-sync holds. What a connection has read lies in
/// its buffers, as the base64 of the wire, until it reads something else: that is not looked at.
final class HeapTest {
  private static final String PLANTED = "planted-in-somebody-elses-copy-0";

  @RegisterExtension private final Stage stage = new Stage();
  @TempDir private Path folder;

  @Test
  void noDecodedValueOfACopyIsInTheHeapAndTheSourcesAre() throws Exception {
    String theirs = stage.namespace("theirs", true);
    String team = stage.namespace("team", true);
    stage.admin().secret(theirs, Names.COPY_SECRET, Map.of("token", PLANTED));
    Path dump = folder.resolve("heap.hprof");
    try (Child service =
        Child.start(
            "token-sync",
            folder,
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.eksbridge.sync.TokenSync",
                "--kubeconfig=" + stage.kubeconfig(),
                "--management-port=" + Child.freePort(),
                "--token-source=datadog/datadog-cluster-agent/token",
                "--api-key-source=datadog/datadog/api-key",
                "--namespace-selector=test=" + theirs.substring(0, theirs.indexOf('-')),
                "--follow-pods=false"))) {
      Stage.eventually(
          () -> Stage.GOOD.equals(stage.admin().value(team, Names.COPY_SECRET, "token")));
      Stage.eventually(() -> !stage.events(theirs).isEmpty());
      String last = stage.namespace("last", true);
      Stage.eventually(
          () -> Stage.GOOD.equals(stage.admin().value(last, Names.COPY_SECRET, "token")));
      try (Child jcmd =
          Child.start(
              "jcmd",
              folder,
              Map.of(),
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(service.pid()),
                  "GC.heap_dump",
                  dump.toString()))) {
        Stage.eventually(() -> said(jcmd).contains("Heap dump file created"));
      }
      assertThat(service.log()).doesNotContain(PLANTED, Stage.GOOD, Stage.KEY);
    }
    String heap = Files.readString(dump, StandardCharsets.ISO_8859_1);

    assertThat(heap.contains(Stage.GOOD)).as("the source's token, which must be there").isTrue();
    assertThat(heap.contains(PLANTED)).as("a copy's value").isFalse();
  }

  private static String said(Child child) {
    try {
      return child.log();
    } catch (java.io.IOException unreadable) {
      return "";
    }
  }
}
