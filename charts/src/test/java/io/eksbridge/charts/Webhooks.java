// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.RunningApiServer;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Webhooks whose certificate is mounted by a kubelet: it writes what the Secret holds into the
/// folders of its pods, one after the other, and takes it out again where the Secret is gone, as of
/// an optional volume.
final class Webhooks implements AutoCloseable {
  /// Where the controller keeps the certificate.
  static final String SECRET = "/api/v1/namespaces/eksbridge/secrets/release-certificate";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Replica> replicas = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Path folder;
  private final Thread kubelet;

  Webhooks(Path folder) {
    this.folder = folder;
    this.kubelet = Thread.ofVirtual().start(this::sync);
  }

  /// Starts one more.
  Replica start(String... more) throws IOException {
    Path files = Files.createTempDirectory(folder, "replica");
    var replica = new Replica(files, more);
    replicas.add(replica);
    return replica;
  }

  /// What broke the kubelet, if something did.
  @Nullable Exception failure() {
    return failure.get();
  }

  /// The certificate that the Secret says is to be served; empty when there is none.
  static String wanted(ApiClient api) throws IOException, InterruptedException {
    return secret(api).path("tls.crt").asText("");
  }

  @Override
  public void close() {
    kubelet.interrupt();
    for (Replica replica : replicas) {
      replica.close();
    }
  }

  private static JsonNode secret(ApiClient api) throws IOException, InterruptedException {
    return JSON.readTree(api.ask("GET", SECRET).body()).path("data");
  }

  private void sync() {
    try (ApiClient api = RunningApiServer.client()) {
      while (!Thread.currentThread().isInterrupted()) {
        for (Replica replica : replicas) {
          mount(secret(api), replica.files);
          Thread.sleep(200);
        }
        Thread.sleep(20);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (Exception broken) {
      failure.set(broken);
    }
  }

  private static void mount(JsonNode data, Path volume) throws IOException {
    for (String key : List.of("ca.crt", "tls.key", "tls.crt")) {
      if (data.has(key)) {
        Path next = Files.write(volume.resolve(".next"), data.path(key).binaryValue());
        Files.move(next, volume.resolve(key), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(volume.resolve(key));
      }
    }
  }

  /// One of them.
  static final class Replica implements AutoCloseable {
    final int port = Child.freePort();
    final Service service;
    private final Path files;

    private Replica(Path files, String... more) throws IOException {
      this.files = files;
      int management = Child.freePort();
      var arguments =
          new java.util.ArrayList<>(
              List.of(
                  "webhook",
                  "--port=" + port,
                  "--management-port=" + management,
                  "--tls-certificate=" + files.resolve("tls.crt"),
                  "--tls-key=" + files.resolve("tls.key"),
                  "--inject-without-credentials"));
      arguments.addAll(List.of(more));
      service =
          Service.start("fargate-injector", files, management, arguments.toArray(String[]::new));
    }

    /// Whether it serves what the Secret holds now: each certificate has an authority of its own.
    boolean servesWhatIsWanted(ApiClient api) throws IOException, InterruptedException {
      JsonNode authority = secret(api).path("ca.crt");
      if (authority.isMissingNode()) {
        return false;
      }
      Path file = Files.write(files.resolve("trusted.crt"), authority.binaryValue());
      try (var socket =
          (SSLSocket)
              Trust.of(file)
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), port)) {
        socket.startHandshake();
        return true;
      } catch (IOException another) {
        return false;
      }
    }

    @Override
    public void close() {
      try {
        service.process().kill(); // nobody calls it any more: nothing to drain
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      Folders.delete(files);
    }
  }
}
