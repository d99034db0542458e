// SPDX-License-Identifier: Apache-2.0

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Records a service's ahead-of-time cache (JEP 483, 514): starts it as it will be started, asks what its callers ask,
/// and stops it; the JVM writes the cache as it ends. Build-time only:
/// `java Record.java <layout> <service> <training.args> [<the java to record with>]`.
///
/// A line of training.args is an argument of the service, or a step: `MKDIR <folder>` before the start, `GET <url>` and
/// `POST <url> <file of JSON>` after it, each until it is answered, `UNTIL <folder>` until something is in it, and
/// `IMAGE <repository>` for a registry at `{port2}` that has it, with one layer, under the tag `v1`. `{tmp}` is a scratch
/// folder, `{port}` and `{port2}` are free ports; paths begin at the layout.
final class Record {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  public static void main(String[] arguments) throws Exception {
    // The training certificate is nobody's: what is recorded is the code path, not the trust.
    System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
    Path layout = Path.of(arguments[0]);
    String service = arguments[1];
    Path cache = layout.resolve("lib/" + service + ".aot");
    Path scratch = Files.createTempDirectory("training");
    String port;
    String port2;
    HttpServer registry = null;
    try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = "" + one.getLocalPort();
      port2 = "" + other.getLocalPort();
    }
    List<String> training =
        Files.readAllLines(Path.of(arguments[2])).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.replace("{tmp}", scratch.toString()).replace("{port}", port).replace("{port2}", port2))
            .toList();
    Files.deleteIfExists(cache);
    for (String line : training) {
      if (line.startsWith("MKDIR ")) {
        Files.createDirectories(Path.of(line.substring(6)));
      } else if (line.startsWith("IMAGE ")) {
        registry = registry(Integer.parseInt(port2), line.substring(6));
      }
    }
    String java = arguments.length > 3 ? arguments[3] : ProcessHandle.current().info().command().orElse("java");
    var command = new ArrayList<String>(List.of(java));
    for (String line : Files.readAllLines(layout.resolve("java.args"))) {
      command.add(line.replace("-XX:AOTCache=", "-XX:AOTCacheOutput="));
    }
    training.stream().filter(line -> !line.matches("(MKDIR|IMAGE|GET|POST|UNTIL) .*")).forEach(command::add);
    Path log = scratch.resolve("log");
    Process running =
        new ProcessBuilder(command).directory(layout.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
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
      if (registry != null) {
        registry.stop(0);
      }
    }
    try (Stream<Path> left = Files.walk(scratch)) {
      left.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
    }
    System.out.println("recorded " + cache.getFileName() + ", " + Files.size(cache) / (1 << 20) + " MiB");
  }

  private static void ask(HttpClient client, HttpRequest request, Process running) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (running.isAlive() && System.nanoTime() < end) {
      try {
        client.send(request, BodyHandlers.discarding());
        return;
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    throw new IOException("no answer from " + request.uri());
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

  /// As much of a registry as a pull needs (OCI distribution, "Pull").
  private static HttpServer registry(int port, String repository) throws Exception {
    byte[] layer = layer();
    byte[] config = "{\"os\":\"linux\",\"architecture\":\"%s\"}".formatted(architecture()).getBytes(UTF_8);
    byte[] manifest =
        """
        {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%d}]}
        """
            .formatted(digest(config), config.length, digest(layer), layer.length)
            .getBytes(UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    Map.of("manifests/v1", manifest, "blobs/" + digest(config), config, "blobs/" + digest(layer), layer)
        .forEach(
            (place, content) ->
                server.createContext(
                    "/v2/" + repository + "/" + place,
                    exchange -> {
                      try (exchange) {
                        exchange.sendResponseHeaders(200, content.length);
                        exchange.getResponseBody().write(content);
                      }
                    }));
    server.start();
    return server;
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static String digest(byte[] content) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  /// A folder, a link and files, by ustar and gzip.
  private static byte[] layer() throws IOException {
    String library = "datadog-init/package/";
    var packed = new ByteArrayOutputStream();
    try (var tar = new GZIPOutputStream(packed)) {
      entry(tar, library + "lib/", '5', "", new byte[0]);
      entry(tar, library + "lib/current", '2', "one", new byte[0]);
      entry(tar, library + "lib/one", '0', "", new byte[3 << 16]);
      entry(tar, library + "two", '0', "", new byte[1]);
      tar.write(new byte[1024]);
    }
    return packed.toByteArray();
  }

  private static void entry(OutputStream tar, String name, char type, String link, byte[] content) throws IOException {
    var header = new byte[512];
    put(header, 0, name);
    put(header, 100, type == '5' ? "0000755" : "0000644");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "%011o".formatted(1_700_000_000));
    put(header, 148, "        "); // where the sum will be counts as blanks
    put(header, 156, "" + type);
    put(header, 157, link);
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each;
    }
    put(header, 148, "%06o\0".formatted(sum));
    tar.write(header);
    tar.write(content);
    tar.write(new byte[Math.floorMod(-content.length, 512)]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
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
