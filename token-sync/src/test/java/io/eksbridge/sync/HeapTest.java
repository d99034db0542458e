// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Child;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a dump of the whole heap of a running token-sync holds, buffers of its connections
/// included: values as they are and as the base64 of the wire.
final class HeapTest {
  private static final String PLANTED = "planted-in-somebody-elses-copy-0";
  private static final int TEAMS = 40;

  /// What is sent and received lies in buffers that are used again: Okio keeps sixteen for two
  /// processors, TLS one for each connection and direction.
  private static final int MOST = 30;

  private static final String EDITED = "planted-by-an-edit-of-our-copy-01";

  @RegisterExtension private final Stage stage = new Stage();
  @TempDir private Path folder;

  @Test
  void noValueIsInTheHeapButThoseOfTheSources() throws Exception {
    String theirs = stage.namespace("theirs", true);
    String team = stage.namespace("team", true);
    List<String> teams =
        IntStream.range(0, TEAMS).mapToObj(n -> stage.namespace("team-" + n, true)).toList();
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
                "-XX:ActiveProcessorCount=2", // of which the number of kept buffers is a multiple
                "-cp",
                System.getProperty("java.class.path"),
                "io.eksbridge.sync.TokenSync",
                "--kubeconfig=" + stage.kubeconfig(),
                "--management-port=" + Child.freePort(),
                "--token-source=datadog/datadog-cluster-agent/token",
                "--api-key-source=datadog/datadog/api-key",
                "--namespace-selector=test=" + theirs.substring(0, theirs.indexOf('-')),
                "--follow-pods=false"))) {
      Stage.within(120, () -> Stage.GOOD.equals(token(team)));
      Stage.within(120, () -> !stage.events(theirs).isEmpty());
      stage
          .admin()
          .merge(
              Cluster.path(team, Names.COPY_SECRET), Map.of("stringData", Map.of("token", EDITED)));
      Stage.within(120, () -> Stage.GOOD.equals(token(team)));
      stage.admin().secret("datadog", "datadog-cluster-agent", Map.of("token", Stage.NEXT));
      Stage.within(120, () -> teams.stream().allMatch(each -> Stage.NEXT.equals(token(each))));
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
        Stage.within(120, () -> said(jcmd).contains("Heap dump file created"));
      }
      assertThat(service.log()).doesNotContain(PLANTED, Stage.GOOD, Stage.KEY);
    }
    stage.goodSources();
    String heap = Files.readString(dump, StandardCharsets.ISO_8859_1);

    assertThat(heap.contains(Stage.NEXT)).as("the source's token, which must be there").isTrue();
    assertThat(found(heap, PLANTED)).as("a value of somebody else's").isZero();
    assertThat(found(heap, EDITED)).as("a value that somebody wrote into a copy").isZero();
    assertThat(occurrences(heap, Stage.GOOD)).as("a token of yesterday, as it is").isZero();
    assertThat(found(heap, Stage.GOOD))
        .as("a token of yesterday in a buffer of a connection, however many copies held it")
        .isLessThan(MOST);
  }

  private String token(String namespace) {
    return String.valueOf(stage.admin().value(namespace, Names.COPY_SECRET, "token"));
  }

  private static long occurrences(String heap, String text) {
    return Pattern.compile(text, Pattern.LITERAL).matcher(heap).results().count();
  }

  /// How often a value is there, as it is or in any of the three ways in which base64 may cut it.
  private static long found(String heap, String value) {
    return Stream.of("", "x", "xx")
            .map(
                before ->
                    Base64.getEncoder()
                        .encodeToString((before + value).getBytes(StandardCharsets.UTF_8))
                        .substring(4, 4 + value.length()))
            .mapToLong(text -> occurrences(heap, text))
            .sum()
        + occurrences(heap, value);
  }

  private static String said(Child child) {
    try {
      return child.log();
    } catch (java.io.IOException unreadable) {
      return "";
    }
  }
}
