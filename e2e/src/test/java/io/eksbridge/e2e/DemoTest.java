// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Namespace;
import io.eksbridge.parts.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The demo as its users run it, but for the script that builds.
final class DemoTest {
  private Path folder;

  @BeforeEach
  void aShortFolder() throws IOException {
    folder = Folders.scratch("e2e-");
  }

  @AfterEach
  void withoutIt() {
    Folders.delete(folder);
  }

  @Test
  void everyStepHoldsOnTheEmbeddedApiAndNothingIsLeft() throws Exception {
    everything();

    Process demo = start();
    int exitCode = demo.waitFor();

    assertThat(told()).contains("held  5.").doesNotContain("NOT");
    assertThat(exitCode).isZero();
    assertThat(left()).isEmpty();
  }

  @Test
  void everyStepHoldsOnARealApiServer() throws Exception {
    everything();
    Given.apiServer();

    Process demo = start("--api-server");
    int exitCode = demo.waitFor();

    assertThat(told()).contains("the real API server created it").doesNotContain("NOT");
    assertThat(exitCode).isZero();
    assertThat(left()).isEmpty();
  }

  @Test
  void brokenOffInTheMiddleItLeavesNoProcessAndNoFile() throws Exception {
    everything();

    Process demo = start();
    boolean playing = Patience.until(() -> told().contains("2. token-sync"));
    List<ProcessHandle> children = demo.descendants().toList();
    int interrupted = new ProcessBuilder("kill", "-INT", "" + demo.pid()).start().waitFor();
    int exitCode = demo.waitFor();

    assertThat(playing).isTrue();
    assertThat(interrupted).isZero();
    assertThat(exitCode).isEqualTo(130);
    assertThat(Patience.until(() -> children.stream().noneMatch(ProcessHandle::isAlive))).isTrue();
    assertThat(left()).isEmpty();
  }

  @Test
  void anUnknownArgumentIsRefusedInOneLine() throws Exception {
    Given.mounts();

    Process demo = start("--bogus");
    int exitCode = demo.waitFor();

    assertThat(exitCode).isEqualTo(2);
    assertThat(told().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("demo: ")
        .contains("--bogus");
  }

  private static void everything() throws Exception {
    Given.mounts();
    for (String service : List.of("node-driver", "fargate-injector", "token-sync")) {
      var _ = Given.layout(service);
    }
  }

  private Process start(String... arguments) throws Exception {
    // A shell starts what it puts into the background with SIGINT ignored, and that is inherited.
    var command =
        new ArrayList<>(Namespace.command("env", "--default-signal=INT", "LC_ALL=C.UTF-8"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.io.tmpdir=" + Files.createDirectories(scratch()),
            "-cp",
            System.getProperty("java.class.path"),
            Demo.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output().toFile())
        .start();
  }

  private String told() {
    try {
      return Files.readString(output());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private List<Path> left() throws Exception {
    try (Stream<Path> files = Files.list(scratch())) {
      return files.filter(path -> path.getFileName().toString().startsWith("eksbridge-")).toList();
    }
  }

  private Path output() {
    return folder.resolve("output");
  }

  private Path scratch() {
    return folder.resolve("t");
  }
}
