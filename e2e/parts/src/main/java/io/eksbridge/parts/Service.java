// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One of our services as a real process, started from its layout as everybody starts it.
public final class Service implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Child child;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String management;

  private Service(Child child, int managementPort) {
    this.child = child;
    this.management = "http://127.0.0.1:" + managementPort;
  }

  /// Starts `name` with its log in `folder`; `managementPort` is the one that its arguments name.
  public static Service start(String name, Path folder, int managementPort, String... arguments)
      throws IOException {
    return start(name, folder, managementPort, Map.of(), arguments);
  }

  /// The same with further variables.
  public static Service start(
      String name,
      Path folder,
      int managementPort,
      Map<String, String> variables,
      String... arguments)
      throws IOException {
    Path program = Layout.of(name).resolve("bin").resolve(name);
    if (!Files.isExecutable(program)) {
      throw new IOException(program + " is not there: run ./mvnw package");
    }
    List<String> command =
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("LOG_FORMAT", "json");
    return new Service(Child.start(name, folder, environment, command), managementPort);
  }

  /// Waits until it says that it can do its work; the milliseconds since `since`.
  public long awaitReady(long since) throws IOException, InterruptedException {
    child.await(LIMIT, () -> status("/health/readiness") == 200);
    return (System.nanoTime() - since) / 1_000_000;
  }

  /// The meters of the service behind `managementPort`, as Prometheus text.
  public static String metrics(int managementPort) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI url = URI.create("http://127.0.0.1:" + managementPort + "/metrics");
      return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
    }
  }

  /// What its management port answers at `path`.
  public String get(String path) throws IOException, InterruptedException {
    return answer(path).body();
  }

  /// The status of that answer; 0 while nothing listens.
  public int status(String path) throws InterruptedException {
    try {
      return answer(path).statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  /// Its process.
  public Child process() {
    return child;
  }

  @Override
  public void close() {
    child.close();
    client.shutdownNow();
  }

  private HttpResponse<String> answer(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(management + path)).timeout(LIMIT).build();
    return client.send(request, BodyHandlers.ofString());
  }
}
