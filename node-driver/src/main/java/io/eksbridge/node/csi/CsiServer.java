// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/// Serves the CSI socket from the first moment, before health and metrics, until all else has
/// stopped.
@Singleton
@Requires(beans = GrpcEmbeddedServer.class)
public final class CsiServer {
  /// The name of the bean that is its socket.
  public static final String SOCKET = "csi";

  private final GrpcEmbeddedServer server;
  private final UnixSocket socket;

  CsiServer(GrpcEmbeddedServer server, @Named(SOCKET) UnixSocket socket) {
    this.server = server;
    this.socket = socket;
  }

  @EventListener
  void start(StartupEvent context) {
    var _ = socket.bind(server::start);
  }

  /// Whether calls are answered.
  public boolean isServing() {
    return server.isRunning();
  }

  /// Takes no more calls, and waits for those under way: as long as the configured while.
  @PreDestroy
  void stop() {
    socket.remove();
    server.stop();
  }
}
