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
  private final GrpcEmbeddedServer server;
  private final UnixSocket socket;

  CsiServer(GrpcEmbeddedServer server, @Named(CsiSocket.NAME) UnixSocket socket) {
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

  @PreDestroy
  void stop() {
    server.stop();
    socket.remove();
  }
}
