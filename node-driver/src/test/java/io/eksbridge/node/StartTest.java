// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Startup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator sees of a start: one line and exit code 2 for what can be mended, an orderly
/// end on SIGTERM.
final class StartTest {
  @TempDir Path folder;

  private final StringWriter standardError = new StringWriter();

  @Test
  void anUnknownFlagIsRefused() {
    refused("Unknown option: '--no-such-flag'", "--no-such-flag");
  }

  @Test
  void aNodeWithoutAnIdIsRefused() {
    refused("--node-id, or the variable NODE_ID", "--csi-endpoint=unix://" + folder + "/csi.sock");
  }

  @Test
  void anEndpointThatIsNoUnixSocketIsRefused() {
    refused("--csi-endpoint must be unix://", "--node-id=n", "--csi-endpoint=tcp://0.0.0.0:1");
  }

  @Test
  void aSocketInAFolderThatIsNotThereIsRefused() {
    refused(
        "--csi-endpoint: cannot bind",
        "--node-id=n",
        "--csi-endpoint=unix://" + folder + "/gone/csi.sock");
  }

  @Test
  void aFileInTheSocketsPlaceIsRefusedAndKept() throws IOException {
    Path file = Files.writeString(folder.resolve("csi.sock"), "precious");

    refused("something else than a socket", "--node-id=n", "--csi-endpoint=unix://" + file);
    assertThat(file).hasContent("precious");
  }

  @Test
  void aKubeletFolderThatIsNotThereIsRefusedAndNothingIsLeft() throws IOException {
    List<String> flags = flags(freePort());
    flags.set(1, "--kubelet-path=" + folder.resolve("no-kubelet"));

    refused("--kubelet-path: ", flags.toArray(String[]::new));
    assertThat(folder.resolve("csi.sock")).doesNotExist();
  }

  @Test
  void aPortThatIsTakenIsRefusedAndNothingIsLeft() throws IOException {
    Files.createDirectories(folder.resolve("plugins_registry"));
    try (var taken = new ServerSocket(0)) {
      refused("cannot listen", flags(taken.getLocalPort()).toArray(String[]::new));
    }

    assertThat(folder.resolve("csi.sock")).doesNotExist();
    assertThat(folder.resolve("plugins_registry")).isEmptyDirectory();
  }

  @Test
  void itServesUntilItIsToldToStopAndLeavesNothing() throws Exception {
    Path registry = Files.createDirectories(folder.resolve("plugins_registry"));
    Path log = folder.resolve("log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                NodeDriver.class.getName()));
    command.addAll(flags(freePort()));
    command.remove("--node-id=n");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NODE_ID", "named-by-the-chart");
    Process driver = builder.redirectOutput(log.toFile()).start();
    Path socket = registry.resolve(Names.DRIVER + "-reg.sock");
    Eventually.holds("registration " + log, () -> Files.exists(socket) || !driver.isAlive());
    assertThat(folder.resolve("csi.sock")).exists();

    driver.destroy();

    assertThat(driver.waitFor()).isEqualTo(ExitCode.OK);
    assertThat(folder).isDirectoryNotContaining("glob:**.sock");
    assertThat(registry).isEmptyDirectory();
    assertThat(Files.readAllLines(log))
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  private List<String> flags(int port) {
    return new ArrayList<>(
        List.of(
            "--csi-endpoint=unix://" + folder + "/csi.sock",
            "--kubelet-path=" + folder,
            "--kubelet-registration-path=" + folder + "/csi.sock",
            "--node-id=n",
            "--metrics-port=" + port));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void refused(String line, String... flags) {
    int code =
        Startup.commandLine(new NodeDriver(), NodeDriver.PREFIXES, Map.of())
            .setErr(new PrintWriter(standardError, true))
            .execute(flags);

    assertThat(standardError.toString()).startsWith("node-driver: ").contains(line).hasLineCount(1);
    assertThat(code).isEqualTo(ExitCode.REFUSED);
  }
}
