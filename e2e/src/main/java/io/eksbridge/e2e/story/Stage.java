// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import io.eksbridge.e2e.api.EmbeddedApi;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Cluster;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.RealApiServer;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the demo plays: a scratch folder, a Kubernetes API and what the steps started. All of it
/// goes when it is closed, also in the middle of a step.
public final class Stage implements AutoCloseable {
  private final Path folder;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private @Nullable Cluster cluster;
  private @Nullable ApiClient api;
  private boolean closed;

  private Stage(Path folder) {
    this.folder = folder;
  }

  /// An empty stage.
  public static Stage open() throws IOException {
    return new Stage(Folders.scratch("eksbridge-"));
  }

  /// Starts the Kubernetes API: the real one, or the embedded one.
  public void raise(boolean real) throws IOException, InterruptedException {
    Cluster raised = until(real ? RealApiServer.start(folder) : EmbeddedApi.start(folder));
    cluster = raised;
    api = until(ApiClient.of(raised.kubeconfig()));
  }

  /// What the API is, for people.
  public String title() {
    return cluster().title();
  }

  Path folder() {
    return folder;
  }

  Path kubeconfig() {
    return cluster().kubeconfig();
  }

  ApiClient api() {
    return Objects.requireNonNull(api, "the stage is empty");
  }

  boolean hasRealApiServer() {
    return cluster() instanceof RealApiServer;
  }

  /// Starts a service that ends with the stage.
  Service start(String name, int managementPort, String... arguments) throws IOException {
    return until(Service.start(name, folder, managementPort, arguments));
  }

  /// Keeps something open until the stage is closed.
  synchronized <T extends AutoCloseable> T until(T thing) throws IOException {
    if (closed) {
      closeQuietly(thing);
      throw new IOException("the demo ends");
    }
    started.push(thing);
    return thing;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    started.forEach(Stage::closeQuietly);
    Unmounting.below(folder);
    Folders.delete(folder);
  }

  private Cluster cluster() {
    return Objects.requireNonNull(cluster, "the stage is empty");
  }

  private static void closeQuietly(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Exception failure) {
      System.err.println("demo: " + failure.getMessage());
    }
  }
}
