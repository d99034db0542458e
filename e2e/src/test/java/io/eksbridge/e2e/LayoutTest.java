// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.e2e.api.EmbeddedApi;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServiceFlags;
import io.eksbridge.parts.ServingPair;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Each service as it is laid out and started by everybody: tests, charts, the demo, operators.
final class LayoutTest {
  static final List<String> SERVICES = List.of("node-driver", "fargate-injector", "token-sync");

  /// A flag with all that is said about it, down to the next one.
  private static final Pattern FLAG =
      Pattern.compile("(?m)^ {2,6}(?:-\\w, )?(--[a-z-]+)(.*(?:\\R {8,}(?!--).*)*)");

  /// A flag about one method.
  private static final Pattern TOLD =
      Pattern.compile("(?m)^-XX:CompileCommand=\\w+,([\\w.$]+)::(\\w+)");

  private Path folder;

  @BeforeEach
  void aShortFolder() throws IOException {
    folder = Folders.scratch("e2e-");
  }

  @AfterEach
  void withoutIt() {
    Folders.delete(folder);
  }

  @ParameterizedTest
  @FieldSource("SERVICES")
  void helpTellsEachFlagWithItsDefault(String service) throws Exception {
    Ran help = run(service, ServiceFlags.command(service), "--help");

    List<MatchResult> flags = FLAG.matcher(help.out()).results().toList();
    assertThat(help.code()).isZero();
    assertThat(flags)
        .extracting(flag -> flag.group(1))
        .contains("--help", "--version")
        .hasSizeGreaterThan(5);
    assertThat(flags)
        .filteredOn(flag -> flag.group(2).contains("="))
        .allSatisfy(
            flag ->
                assertThat(flag.group(2).replaceAll("\\s+", " "))
                    .as(flag.group(1))
                    .containsAnyOf("Default: ", "Required"));
  }

  @ParameterizedTest
  @FieldSource("SERVICES")
  void anUnknownFlagIsRefusedInOneLine(String service) throws Exception {
    Ran refused = run(service, ServiceFlags.command(service), "--bogus");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out().lines()).hasSize(1);
    assertThat(refused.out()).contains("--bogus", "--help");
  }

  @ParameterizedTest
  @FieldSource("SERVICES")
  void theVersionIsThatOfTheRelease(String service) throws Exception {
    Ran version = run(service, "--version");

    assertThat(version.code()).isZero();
    assertThat(version.out().strip()).matches(service + " [0-9]+\\.[0-9]+\\.[0-9]+.*");
  }

  @ParameterizedTest
  @FieldSource("SERVICES")
  void theCacheFitsAndKnowsTheJarsWhereTheyLie(String service) throws Exception {
    Path layout = Given.layout(service).toRealPath();
    Ran version =
        run(
            Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on"), // ends the JVM where it does not
            layout.resolve("bin").resolve(service).toString(),
            "--version");
    String cache =
        new String(
            Files.readAllBytes(layout.resolve("lib").resolve(service + ".aot")),
            StandardCharsets.ISO_8859_1);

    assertThat(version.code()).as(version.out()).isZero();
    assertThat(cache.contains(layout + "/lib/libraries.jar\0")).isTrue();
  }

  /// A JVM ignores what it is told of a method that there is not; another JDK may not have it.
  @Test
  void eachMethodThatTheCompilersAreToldAboutIsThere() throws Exception {
    String flags = Files.readString(Given.layout("node-driver").resolve("java.args"));

    List<MatchResult> told = TOLD.matcher(flags).results().toList();

    assertThat(told)
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(Class.forName(line.group(1)).getDeclaredMethods())
                    .extracting(Method::getName)
                    .contains(line.group(2)));
  }

  @ParameterizedTest
  @FieldSource("SERVICES")
  void anotherJavaOnThePathDoesNotMatter(String service) throws Exception {
    Path other = Files.createDirectories(folder.resolve("jdk-17"));
    Path bin = Files.createDirectory(other.resolve("bin"));
    Files.writeString(other.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho this is Java 17\nexit 1\n");
    boolean executable = java.toFile().setExecutable(true);

    Ran version =
        run(
            Map.of("JAVA_HOME", other.toString(), "PATH", bin + ":" + System.getenv("PATH")),
            Given.layout(service).resolve("bin").resolve(service).toString(),
            "--version");

    assertThat(executable).isTrue();
    assertThat(version.out()).startsWith(service);
    assertThat(version.code()).isZero();
  }

  @ParameterizedTest
  @FieldSource("SERVICES")
  void itWorksThroughALinkAndFromAnotherFolder(String service) throws Exception {
    Path link = folder.resolve("linked");
    Files.createSymbolicLink(link, Given.layout(service).resolve("bin").resolve(service));

    Ran version = run(Map.of(), link.toString(), "--version");

    assertThat(version.out()).startsWith(service);
    assertThat(version.code()).isZero();
  }

  @ParameterizedTest
  @FieldSource("SERVICES")
  void itServesHealthAndMetricsLogsJsonAndEndsInOrder(String service) throws Exception {
    var _ = Given.layout(service);
    int port = Child.freePort();
    try (EmbeddedApi api = EmbeddedApi.start(folder)) {
      String[] flags = ServiceFlags.of(service, folder, api, ServingPair.make(folder), port);
      try (Service running = Service.start(service, folder, port, flags)) {
        boolean alive = Patience.until(() -> running.status("/health/liveness") == 200);
        String metrics = running.get("/metrics");
        boolean started = Patience.until(() -> running.process().log().contains("\"started\""));
        int exitCode = running.process().stop();

        assertThat(alive).as(running.process().log()).isTrue();
        assertThat(metrics).contains("# TYPE jvm_");
        assertThat(started).isTrue();
        assertThat(exitCode).isZero();
        for (String line : running.process().log().lines().toList()) {
          assertThat(new ObjectMapper().readTree(line).has("message")).as(line).isTrue();
        }
      }
    }
  }

  /// The webhook lets go of such callers by itself; this one by the flags of its Java.
  @Test
  void whoeverTricklesARequestForMetricsIsLetGo() throws Exception {
    var _ = Given.layout("node-driver");
    int port = Child.freePort();
    try (EmbeddedApi api = EmbeddedApi.start(folder)) {
      String[] flags = ServiceFlags.of("node-driver", folder, api, ServingPair.make(folder), port);
      try (Service running = Service.start("node-driver", folder, port, flags)) {
        assertThat(Patience.until(() -> running.status("/health/liveness") == 200)).isTrue();
        try (var caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
          caller.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.US_ASCII));

          assertThat(caller.getInputStream().read()).as("the end of the connection").isNegative();
        }
        assertThat(running.status("/health/liveness")).isEqualTo(200);
      }
    }
  }

  /// What a process said and how it ended.
  private record Ran(String out, int code) {}

  private Ran run(String service, String... arguments) throws Exception {
    Path program = Given.layout(service).resolve("bin").resolve(service);
    return run(
        Map.of(),
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
            .filter(word -> !word.isEmpty())
            .toArray(String[]::new));
  }

  private Ran run(Map<String, String> environment, String... command) throws Exception {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(out, process.waitFor());
  }
}
