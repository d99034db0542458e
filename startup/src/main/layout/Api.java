// SPDX-License-Identifier: Apache-2.0

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An API server for a training run: keeps objects as the text that it is sent, lists them and has them watched. It checks
/// nothing and knows no selectors. Build-time only, see [Record].
///
/// Of its folder it reads `objects`, in each line the path and the JSON of one, and the certificate and the key that it
/// serves by, `training-only.crt` and `training-only.key`.
final class Api {
  private static final String METADATA = "\"metadata\":{";

  private final ConcurrentSkipListMap<String, String> objects = new ConcurrentSkipListMap<>();
  private final ConcurrentHashMap<BlockingQueue<String>, String> watchers = new ConcurrentHashMap<>();
  private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
  private final AtomicInteger version = new AtomicInteger(1);

  /// Serves at this port, and writes a kubeconfig that leads there.
  static Api serve(int port, Path folder, Path kubeconfig) throws Exception {
    var api = new Api();
    for (String line : Files.readAllLines(folder.resolve("objects"))) {
      String[] object = line.split(" ", 2);
      api.objects.put(object[0], api.marked(object[1]));
    }
    HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(folder)));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", api::answer);
    server.start();
    Files.writeString(
        kubeconfig,
        """
        {"apiVersion":"v1","kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}],
        "clusters":[{"name":"c","cluster":{"server":"https://127.0.0.1:%d","certificate-authority":"%s"}}],"users":[{"name":"u","user":{"token":"none"}}]}
        """
            .formatted(port, folder.resolve("training-only.crt").toAbsolutePath().normalize()));
    return api;
  }

  /// Whether something was written below this path, which is waited for.
  boolean written(String path, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (long left = longest.toNanos(); left > 0; left = end - System.nanoTime()) {
      String one = written.poll(left, java.util.concurrent.TimeUnit.NANOSECONDS);
      if (one != null && one.startsWith(path)) {
        return true;
      }
    }
    return false;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI asked = exchange.getRequestURI();
      String path = asked.getPath();
      switch (exchange.getRequestMethod()) {
        case "GET" -> {
          if (!collection(path)) {
            String object = objects.get(path);
            send(exchange, object == null ? 404 : 200, object == null ? "{\"message\":\"not found\"}" : object);
          } else if (String.valueOf(asked.getQuery()).contains("watch=true")) {
            watch(exchange, path);
          } else {
            send(
                exchange,
                200,
                "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"%d\"},\"items\":[%s]}"
                    .formatted(version.get(), in(path).collect(Collectors.joining(","))));
          }
        }
        case "DELETE" -> {
          String object = objects.remove(path);
          tell(path, "DELETED", object);
          send(exchange, object == null ? 404 : 200, object == null ? "{\"message\":\"not found\"}" : object);
        }
        default -> {
          String object = marked(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          if (!collection(path)) { // an Event or a review is not kept
            objects.put(path, object);
            tell(path, "MODIFIED", object);
          }
          send(exchange, 200, object);
        }
      }
    }
  }

  /// All there is once more, as changes, and then what is written.
  private void watch(HttpExchange exchange, String path) throws IOException {
    var events = new LinkedBlockingQueue<String>();
    in(path).forEach(each -> events.add(event("MODIFIED", each)));
    watchers.put(events, path);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      while (true) {
        out.write(events.take().getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      watchers.remove(events);
    }
  }

  private void tell(String path, String type, String object) {
    written.add(path);
    watchers.forEach(
        (events, collection) -> {
          if (object != null && within(path, collection)) {
            events.add(event(type, object));
          }
        });
  }

  private Stream<String> in(String collection) {
    return objects.entrySet().stream().filter(each -> within(each.getKey(), collection)).map(java.util.Map.Entry::getValue);
  }

  private static boolean within(String path, String collection) {
    String parent = path.substring(0, path.lastIndexOf('/'));
    return parent.equals(collection) || parent.replaceFirst("/namespaces/[^/]+", "").equals(collection);
  }

  /// Whether a path names a kind of objects and not one of them.
  private static boolean collection(String path) {
    String rest = path.replaceFirst("^/(api|apis/[^/]+)/[^/]+/", "").replaceFirst("^namespaces/[^/]+/", "");
    return !rest.contains("/");
  }

  private static String event(String type, String object) {
    return "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, object);
  }

  private String marked(String object) {
    int number = version.incrementAndGet();
    String mark =
        "\"uid\":\"u%d\",\"resourceVersion\":\"%d\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\",".formatted(number, number);
    return object.replaceFirst("\"metadata\":\\{", METADATA + mark);
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static SSLContext tls(Path folder) throws Exception {
    byte[] certificate = Files.readAllBytes(folder.resolve("training-only.crt"));
    String key = Files.readString(folder.resolve("training-only.key")).replaceAll("-----[A-Z ]+-----", "");
    KeyStore pair = KeyStore.getInstance("PKCS12");
    pair.load(null, null);
    pair.setKeyEntry(
        "training",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key))),
        new char[0],
        List.of(CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)))
            .toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(pair, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
