// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of ours: writes to a log file, and ends with us.
public final class Child implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Path log;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /// Starts `command`; what it says goes to `folder/<name>.log`.
  public static Child start(
      String name, Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new Child(name, builder.start(), log);
  }

  /// A port of the loopback that nothing listens on now.
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Waits until `ready` answers true, while the process lives.
  ///
  /// @throws IOException with the end of its log when it ends or takes too long
  public void await(Duration limit, Check ready) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!ready.holds()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException(name + " does not come up: " + lastLines());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /// Something to be waited for.
  public interface Check {
    /// Whether it is so now.
    boolean holds() throws IOException, InterruptedException;
  }

  /// Its process id.
  public long pid() {
    return process.pid();
  }

  /// How long it has worked on a processor so far.
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// All that it said so far.
  public String log() throws IOException {
    return Files.readString(log);
  }

  /// Asks it to stop and waits; its exit code.
  public int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return process.exitValue();
  }

  /// Closes its standard input, for a process that ends then, and waits until it has.
  public void hangUp() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException | InterruptedException broken) {
      process.destroyForcibly();
    }
  }

  /// Ends it at once with SIGKILL, whatever it is doing, and waits until it is gone.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }
}
