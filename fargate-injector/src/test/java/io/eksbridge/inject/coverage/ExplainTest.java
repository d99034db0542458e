// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Startup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExplainTest {
  private static final String COREDNS =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: coredns
        labels: {agent.datadoghq.com/sidecar: fargate}
        annotations: {date: 2026-11-21}
      spec:
        dnsPolicy: Default
        containers:
        - {name: coredns, image: coredns}
      """;

  @TempDir Path files;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void thePersonReadsTheDecisionTheAddressWithItsReasonAndThePatch() throws IOException {
    Path pod = Files.writeString(files.resolve("pod.yaml"), COREDNS);

    assertThat(explain("-f", pod.toString(), "--cluster-agent-ip", "172.20.1.1")).isZero();

    assertThat(out.toString())
        .contains("decision  inject\n")
        .contains("reason    opt_in_label: The pod carries the label that asks for the sidecar.\n")
        .contains("address   https://172.20.1.1:5005\n")
        .contains("because   dnsPolicy Default does not resolve the names of the cluster")
        .contains("form      container\n")
        .contains("  add     /spec/containers/- {\"name\":\"datadog-agent-injected\"");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theDiffShowsWhatIsAddedAndTheLinesAround() throws IOException {
    Path pod = Files.writeString(files.resolve("pod.yaml"), COREDNS);

    assertThat(explain("-f", pod.toString(), "-o", "diff", "--cluster-agent-ip", "172.20.1.1"))
        .isZero();

    assertThat(out.toString().lines())
        .startsWith("--- as written", "+++ as patched")
        .allMatch(line -> line.matches("[-+ @].*"))
        .anyMatch(line -> line.matches("\\+ +value: https://172.20.1.1:5005"))
        .anyMatch(line -> line.matches(" +image: coredns"));
  }

  @Test
  void whatTheClusterWouldSayIsGivenByFlags() throws IOException {
    Path pod = Files.writeString(files.resolve("pod.yaml"), COREDNS);

    assertThat(
            explain(
                "-f",
                pod.toString(),
                "--cluster-agent-ip=172.20.1.1",
                "--namespace-labels=eksbridge.io/fargate=enabled",
                "--credentials=absent",
                "--token-sync"))
        .isZero();

    assertThat(out.toString())
        .contains("decision  inject\n")
        .contains("profile   default\n")
        .contains("hardened  no\n")
        .contains("size      0.25vCPU 0.5GB\n");
  }

  @Test
  void aSkippedPodIsToldWhy() throws IOException {
    Path pod = Files.writeString(files.resolve("pod.yaml"), COREDNS);

    assertThat(explain("-f", pod.toString())).isZero();

    assertThat(out.toString())
        .contains("decision  skip\n")
        .contains("reason    address_unknown: ")
        .contains("address   unknown: dnsPolicy Default");
  }

  @Test
  void thePodAsItWouldBeCanBeAppliedAndKeepsWhatLooksLikeADate() throws IOException {
    Path pod = Files.writeString(files.resolve("pod.yaml"), COREDNS);

    assertThat(explain("-f", pod.toString(), "-o", "yaml", "--cluster-agent-ip", "172.20.1.1"))
        .isZero();

    assertThat(out.toString())
        .startsWith("apiVersion: v1\nkind: Pod\n")
        .contains("date: '2026-11-21'")
        .contains("value: https://172.20.1.1:5005")
        .contains("value: 'true'");
  }

  @Test
  void jsonFromStandardInputWillDo() {
    InputStream before = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream(
              "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[{}]}}"
                  .getBytes(UTF_8)));

      assertThat(explain("-f", "-", "-o", "json")).isZero();
    } finally {
      System.setIn(before);
    }

    assertThat(out.toString()).contains("\"reason\" : \"not_fargate\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [                                            | neither YAML nor JSON",
        "'apiVersion: v1\\nkind: Pod\\nkind: Pod'        | neither YAML nor JSON",
        "'!!javax.script.ScriptEngineManager []'         | neither YAML nor JSON",
        "''                                              | holds 0 objects",
        "'a: 1\\n---\\nb: 2'                             | holds 2 objects",
        "just text                                       | holds no pod",
        "'apiVersion: apps/v1\\nkind: Deployment'        | holds no pod but a Deployment",
      })
  void whatIsNoPodIsRefusedInOneLine(String manifest, String why) throws IOException {
    Path pod = Files.writeString(files.resolve("pod.yaml"), manifest.replace("\\n", "\n"));

    assertThat(explain("-f", pod.toString())).isEqualTo(ExitCode.REFUSED);

    assertThat(err.toString()).contains(why).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-f /no/such.yaml,                     no such file",
    "-f /proc,                             cannot be read",
    "'',                                   Missing required option: '--filename=FILE'",
    "-f - -o xml,                          Invalid value for option '--output'",
    "-f - --credentials maybe,             Invalid value for option '--credentials'",
    "-f /dev/null --cpu much,              --cpu must be a quantity",
  })
  void whatCannotBeDoneIsRefusedInOneLine(String flags, String why) {
    assertThat(explain(flags.isEmpty() ? new String[0] : flags.split(" ")))
        .isEqualTo(ExitCode.REFUSED);

    assertThat(err.toString()).contains(why).hasLineCount(1);
  }

  private int explain(String... flags) {
    return Startup.commandLine(new FargateInjector(), List.of(), Map.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.concat(Stream.of("explain"), Stream.of(flags)).toArray(String[]::new));
  }
}
