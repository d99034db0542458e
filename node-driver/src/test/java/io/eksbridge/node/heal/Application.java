// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// [Connects] as a process of its own, with mounts of its own from its start on, as a container
/// has.
final class Application implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;

  Application(Path socket) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Connects.class.getName(),
            socket.toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Whether it reaches the Agent now.
  boolean connects() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
    return Boolean.parseBoolean(said.readLine());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
