// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.parts.Given;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What a chart says to its service, the service must understand.
final class ContractTest {
  private static final Set<String> FIXED =
      Set.of(
          "dry-run",
          "help",
          "kubeconfig",
          "kubelet-registration-path",
          "management-port",
          "max-body",
          "metrics-port",
          "node-id",
          "once",
          "port",
          "service-account-path",
          "service-port",
          "some-flag",
          "sync-wait-seconds",
          "tls-certificate",
          "tls-key",
          "version");
  /// What each command says of itself.
  private static final Map<List<String>, String> HELP = new ConcurrentHashMap<>();

  private static final Pattern FLAG = Pattern.compile("--([a-z-]+)");

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UMBRELLA")
  void everyFlagInAChartIsAFlagOfItsService(Chart chart) throws IOException {
    for (JsonNode container : chart.containers().toList()) {
      List<String> arguments = Chart.texts(container.at("/args"));

      assertThat(flags(help(chart, arguments))).containsAll(flags(String.join("\n", arguments)));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UMBRELLA")
  void everyFlagOfTheHookIsAFlagOfItsCommand(Chart chart) throws IOException {
    JsonNode job =
        chart.hooks(hookValues(chart)).stream()
            .filter(hook -> hook.at("/kind").asText().equals("Job"))
            .findFirst()
            .orElseThrow();
    List<String> arguments = Chart.texts(job.at("/spec/template/spec/containers/0/args"));

    assertThat(arguments)
        .startsWith(chart == Chart.NODE_DRIVER ? "volumes" : "cleanup")
        .hasSizeGreaterThan(1);
    assertThat(flags(help(chart, arguments))).containsAll(flags(String.join("\n", arguments)));
  }

  private static Map<String, Object> hookValues(Chart chart) {
    return chart == Chart.NODE_DRIVER
        ? Map.of("apiServer", "https://api.test")
        : Map.of("cleanup.enabled", true, "profiles[0].name", "shop");
  }

  /// What is left out has one right value in a pod, is for a person at a terminal, or is the help's
  /// own example.
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UMBRELLA")
  void everyOtherFlagOfAServiceCanBeSetByItsChart(Chart chart) throws IOException {
    Path templates = Path.of(chart.folder(), "templates");
    var said = new StringBuilder();
    try (Stream<Path> files = Files.list(templates)) {
      for (Path file : files.toList()) {
        said.append(Files.readString(file));
      }
    }
    for (JsonNode container : chart.containers().toList()) {
      assertThat(flags(said.toString()))
          .containsAll(
              flags(help(chart, Chart.texts(container.at("/args")))).stream()
                  .filter(flag -> !FIXED.contains(flag))
                  .toList());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UMBRELLA")
  void everyPortInAChartIsThePortThatTheServiceDefaultsTo(Chart chart) throws IOException {
    for (JsonNode container : chart.containers().toList()) {
      String help = help(chart, Chart.texts(container.at("/args")));

      assertThat(Chart.elements(container.at("/ports")).map(port -> port.at("/containerPort")))
          .map(JsonNode::asText)
          .isNotEmpty()
          .allSatisfy(port -> assertThat(help).contains(port));
    }
  }

  private static List<String> flags(String text) {
    Matcher flag = FLAG.matcher(text);
    var found = new ArrayList<String>();
    while (flag.find()) {
      found.add(flag.group(1));
    }
    return found;
  }

  /// What the laid-out service says of itself; the first argument without dashes is its subcommand.
  private static String help(Chart chart, List<String> arguments) throws IOException {
    Path launcher = Given.layout(chart.folder()).resolve("bin").resolve(chart.folder());
    Stream<String> subcommand =
        arguments.stream().limit(1).filter(argument -> !argument.startsWith("-"));
    List<String> command =
        Stream.concat(
                Stream.concat(Stream.of(launcher.toString()), subcommand), Stream.of("--help"))
            .toList();
    return HELP.computeIfAbsent(command, ContractTest::said);
  }

  private static String said(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
