// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Records a service's ahead-of-time cache (JEP 483, 514): starts it as it will be started, asks what its callers ask,
/// and stops it; the JVM writes the cache as it ends. Build-time only:
/// `java Record.java <layout> <service> <training.args> [<an image's java to record with>]`.
///
/// A line of training.args is an argument of the service, `--` before those of another command of it that runs in the
/// same process, or a step: `MKDIR <folder>`, `API <port> <folder> <kubeconfig to write>` (see [Api]) and `IMAGE <port>
/// <repository>` (see [Registry]) before the start; `GET <url>` and `POST <url> <file of JSON>` after it, each until it is
/// answered, `CALL <socket> <method> <fields>` likewise (see [Grpc]), `WRITTEN <path>` until something was written below
/// that path of the API, and `UNTIL <folder>` until something is in it. `{tmp}` is a scratch folder, `{port}` and
/// `{port2}` to `{port4}` are free ports; paths begin at the layout.
final class Record {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PORTS = 4;

  public static void main(String[] arguments) throws Exception {
    // The training certificate is nobody's: what is recorded is the code path, not the trust.
    System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
    Path layout = Path.of(arguments[0]);
    String service = arguments[1];
    Path cache = layout.resolve("lib/" + service + ".aot");
    Path scratch = Files.createTempDirectory("training");
    List<String> training = training(Path.of(arguments[2]), scratch);
    Files.deleteIfExists(cache);
    Api api = null;
    for (String line : training) {
      String[] step = line.split(" ");
      switch (step[0]) {
        case "MKDIR" -> Files.createDirectories(Path.of(step[1]));
        case "API" -> api = Api.serve(Integer.parseInt(step[1]), layout.resolve(step[2]), Path.of(step[3]));
        case "IMAGE" -> Registry.serve(Integer.parseInt(step[1]), step[2]);
        default -> {}
      }
    }
    boolean launched = arguments.length == 3;
    String java = launched ? ProcessHandle.current().info().command().orElse("java") : arguments[3];
    Path log = scratch.resolve("log");
    Process running =
        new ProcessBuilder(command(java, layout, training, launched))
            .directory(layout.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try (var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      for (String line : training) {
        String[] step = line.split(" ");
        switch (step[0]) {
          case "GET" -> ask(client, HttpRequest.newBuilder(URI.create(step[1])).build(), running);
          case "POST" ->
              ask(
                  client,
                  HttpRequest.newBuilder(URI.create(step[1]))
                      .header("Content-Type", "application/json")
                      .POST(BodyPublishers.ofFile(layout.resolve(step[2])))
                      .build(),
                  running);
          case "CALL" ->
              attempt(
                  () -> Grpc.call(Path.of(step[1]), step[2], List.of(step).subList(3, step.length)), line, running);
          case "WRITTEN" -> {
            if (!api.written(step[1], LIMIT)) {
              throw new IOException("nothing was written to " + step[1]);
            }
          }
          case "UNTIL" -> until(Path.of(step[1]), running);
          default -> {}
        }
      }
      running.destroy();
      if (!running.waitFor(2 * LIMIT.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
        throw new IOException("no cache was written");
      }
    } catch (IOException failure) {
      System.err.println(failure.getMessage() + "\n" + Files.readString(log));
      running.destroyForcibly().waitFor(); // it would keep its ports
      System.exit(1);
    } finally {
      running.destroyForcibly();
    }
    try (Stream<Path> left = Files.walk(scratch)) {
      left.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
    }
    System.out.println("recorded " + cache.getFileName() + ", " + Files.size(cache) / (1 << 20) + " MiB");
    System.exit(0); // whoever still watches the API would be waited for
  }

  private static List<String> training(Path file, Path scratch) throws IOException {
    var training =
        new ArrayList<String>(
            Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.replace("{tmp}", scratch.toString()))
                .toList());
    var open = new ArrayList<ServerSocket>();
    for (int number = 1; number <= PORTS; number++) {
      var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      open.add(socket);
      String name = number == 1 ? "{port}" : "{port" + number + "}";
      training.replaceAll(line -> line.replace(name, "" + socket.getLocalPort()));
    }
    for (ServerSocket each : open) {
      each.close();
    }
    return training;
  }

  /// As the service is started, but that several commands of it run in one process: by the launcher with absolute paths,
  /// in an image as java.args has them. The JVM looks for its jars where they were recorded, and where they are not, it
  /// looks anew for each class.
  private static List<String> command(String java, Path layout, List<String> training, boolean launched)
      throws IOException {
    var command = new ArrayList<String>(List.of(java));
    for (String line : Files.readAllLines(layout.resolve("java.args"))) {
      String argument = line.replace("-XX:AOTCache=", "-XX:AOTCacheOutput=");
      command.add(launched ? argument.replaceFirst("(^|[=:])lib/", "$1" + layout.toRealPath() + "/lib/") : argument);
    }
    if (training.contains("--")) {
      command.add(command.size() - 1, "io.eksbridge.startup.Rehearsal");
    }
    training.stream().filter(line -> !line.matches("(MKDIR|API|IMAGE|GET|POST|CALL|WRITTEN|UNTIL) .*")).forEach(command::add);
    return command;
  }

  private static void ask(HttpClient client, HttpRequest request, Process running) throws Exception {
    attempt(() -> client.send(request, BodyHandlers.discarding()), request.uri().toString(), running);
  }

  private interface Attempt {
    void make() throws IOException, InterruptedException;
  }

  private static void attempt(Attempt attempt, String what, Process running) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (running.isAlive() && System.nanoTime() < end) {
      try {
        attempt.make();
        return;
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    throw new IOException("no answer to " + what);
  }

  private static void until(Path folder, Process running) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (running.isAlive() && System.nanoTime() < end) {
      try (Stream<Path> there = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
        if (there.findAny().isPresent()) {
          return;
        }
      }
      Thread.sleep(50);
    }
    throw new IOException("nothing came into " + folder);
  }

  private static SSLContext trusting() throws Exception {
    var anyone =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {anyone}, new SecureRandom());
    return context;
  }
}
