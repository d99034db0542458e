// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.csi.UnixSocket;
import io.eksbridge.node.csi.UnixTransport;
import io.eksbridge.parts.Child;
import io.grpc.ManagedChannel;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;

/// The whole driver of a node, as it is started, in this process.
public final class RunningDriver implements AutoCloseable {
  private final ApplicationContext context;
  private final EmbeddedServer http;

  /// Starts it on that node.
  public RunningDriver(Node node) {
    this(node, Map.of());
  }

  /// Starts it on that node with further properties.
  public RunningDriver(Node node, Map<String, Object> more) {
    NodeDriverConfig config = node.config();
    NodeDirectoryConfig directories = node.directories();
    int port;
    try {
      port = Child.freePort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .eagerInitConfiguration(true)
            .properties(
                Map.of(
                    "node-driver.csi-endpoint", config.csiEndpoint(),
                    "node-driver.dsd-host-socket-path", config.dsdHostSocketPath(),
                    "node-driver.apm-host-socket-path", config.apmHostSocketPath(),
                    "node-driver.kubelet-path", config.kubeletPath(),
                    "node-driver.node-id", config.nodeId(),
                    "node-driver.storage-path", directories.storagePath(),
                    "node-driver.node-directory-enabled", directories.nodeDirectoryEnabled(),
                    "node-driver.node-directory-limit", directories.nodeDirectoryLimit(),
                    "node-driver.node-directory-total-limit", directories.nodeDirectoryTotalLimit(),
                    "node-driver.metrics-port", port))
            .properties(more)
            .start();
    http = context.getBean(EmbeddedServer.class).start();
  }

  /// A channel to one of its sockets.
  public ManagedChannel channel(Path socket) {
    return context.getBean(UnixTransport.class).channel(new UnixSocket(socket, ""));
  }

  /// What its management port answers.
  public HttpResponse<String> get(String path) {
    return send("GET", path);
  }

  /// What its management port answers to that method.
  public HttpResponse<String> send(String method, String path) {
    URI uri = URI.create("http://127.0.0.1:" + http.getPort() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
          BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
