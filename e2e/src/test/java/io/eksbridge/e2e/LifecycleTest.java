// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The end of a driver's process, wanted or not, in a private mount namespace.
final class LifecycleTest {
  private Path folder;

  @BeforeEach
  void aShortFolder() throws Exception {
    Given.mounts();
    var _ = Given.layout("node-driver");
    folder = Folders.scratch("life-");
  }

  @AfterEach
  void withoutIt() {
    if (folder != null) {
      Folders.delete(folder);
    }
  }

  @Test
  void killedAtRandomMomentsItLosesNoFileAndLeaksNoMount() throws Exception {
    String told = run(Kills.class, "20");

    assertThat(told).contains("| 24 | 4 |").endsWith(" 0 |\n");
  }

  @Test
  void replacedByASecondInstanceItFailsNoCallAndTheKubeletSeesNothing() throws Exception {
    String told = run(Upgrade.class, "3");

    assertThat(told).containsPattern("\\| 3 \\| [1-9][0-9]+ \\| 0 \\|");
  }

  private String run(Class<?> program, String... arguments) throws Exception {
    Path output = folder.resolve("output");
    var command =
        new ArrayList<>(
            Namespace.command(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exitCode = process.waitFor();
    String told = Files.readString(output);
    assertThat(exitCode).as(told).isZero();
    return told;
  }
}
