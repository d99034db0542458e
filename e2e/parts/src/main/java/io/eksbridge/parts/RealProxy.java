// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A proxy on a port of the loopback that alone knows a name: the program `tinyproxy`. What it does
/// is in its log, one line for each request.
public final class RealProxy implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final int port;
  private final Path log;
  private final Child process;

  /// Starts one for which `name` is the loopback.
  ///
  /// @param lines of its configuration besides, such as `BasicAuth user word`
  /// @throws AbsentPart when the program is not installed
  public RealProxy(Path folder, String name, String... lines)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    this.port = Child.freePort();
    this.log = folder.resolve("requests.log");
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + name + "\n");
    Path configuration =
        Files.writeString(
            folder.resolve("tinyproxy.conf"),
            """
            Listen 127.0.0.1
            Port %d
            LogFile "%s"
            LogLevel Connect
            %s
            """
                .formatted(port, log, String.join("\n", lines)));
    this.process =
        Child.start(
            "tinyproxy",
            folder,
            Map.of(
                "HOSTS",
                hosts.toString(),
                "PROXY",
                Parts.require("tinyproxy").toString(),
                "CONFIGURATION",
                configuration.toString()),
            Namespace.command(
                "sh",
                "-c",
                "mount --bind \"$HOSTS\" /etc/hosts && exec \"$PROXY\" -d -c \"$CONFIGURATION\""));
    try {
      process.await(LIMIT, this::listens);
    } catch (IOException failure) {
      process.close();
      throw failure;
    }
  }

  private boolean listens() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Its host and port.
  public String host() {
    return "127.0.0.1:" + port;
  }

  /// What it was asked so far, as `CONNECT registry.test:443 HTTP/1.1`.
  public List<String> asked() throws IOException {
    try (var lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("Request (file descriptor"))
          .map(line -> line.substring(line.indexOf("): ") + 3))
          .toList();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
