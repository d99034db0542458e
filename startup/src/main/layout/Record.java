// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Records a service's ahead-of-time cache (JEP 483, 514): starts it as it will be started, with the arguments in
/// `training.args`, asks what an orchestrator asks, and stops it; the JVM writes the cache as it ends.
/// Build-time only; run as `java Record.java <layout> <service> <training.args>`. A line of training.args that begins
/// with `GET ` is a URL to ask (until it answers), `{tmp}` is a scratch folder.
final class Record {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  public static void main(String[] arguments) throws Exception {
    Path layout = Path.of(arguments[0]);
    String service = arguments[1];
    Path cache = layout.resolve("lib/" + service + ".aot");
    Path scratch = Files.createTempDirectory("training");
    List<String> training =
        Files.readAllLines(Path.of(arguments[2])).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.replace("{tmp}", scratch.toString()))
            .toList();
    Files.deleteIfExists(cache);
    var command = new ArrayList<String>(List.of(ProcessHandle.current().info().command().orElse("java")));
    for (String line : Files.readAllLines(layout.resolve("java.args"))) {
      command.add(line.replace("-XX:AOTCache=", "-XX:AOTCacheOutput="));
    }
    training.stream().filter(line -> !line.startsWith("GET ")).forEach(command::add);
    Path log = scratch.resolve("log");
    Process running =
        new ProcessBuilder(command).directory(layout.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      for (String line : training) {
        if (line.startsWith("GET ")) {
          ask(URI.create(line.substring(4)), running);
        }
      }
      running.destroy();
      if (!running.waitFor(2 * LIMIT.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
        throw new IOException("no cache was written");
      }
    } catch (IOException failure) {
      System.err.println(failure.getMessage() + "\n" + Files.readString(log));
      System.exit(1);
    } finally {
      running.destroyForcibly();
    }
    System.out.println("recorded " + cache.getFileName() + ", " + Files.size(cache) / (1 << 20) + " MiB");
  }

  private static void ask(URI address, Process running) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (var client = HttpClient.newHttpClient()) {
      while (running.isAlive() && System.nanoTime() < end) {
        try {
          client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
          return;
        } catch (IOException notYet) {
          Thread.sleep(50);
        }
      }
    }
    throw new IOException("no answer from " + address);
  }
}
