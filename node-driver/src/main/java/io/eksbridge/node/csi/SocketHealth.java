// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import csi.v1.IdentityGrpc;
import csi.v1.ProbeRequest;
import io.eksbridge.node.health.HealthCheck;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Alive is a driver that answers a probe over its real socket in time.
@Singleton
final class SocketHealth implements HealthCheck {
  private static final int DEADLINE_SECONDS = 3;

  private final UnixTransport transport;
  private final UnixSocket socket;

  SocketHealth(UnixTransport transport, @Named(CsiServer.SOCKET) UnixSocket socket) {
    this.transport = transport;
    this.socket = socket;
  }

  @Override
  public Question question() {
    return Question.LIVENESS;
  }

  @Override
  public String name() {
    return "csi-socket";
  }

  @Override
  public Finding look() {
    ManagedChannel channel =
        transport.channel(socket); // anew: what counts is who answers there now
    try {
      var _ =
          IdentityGrpc.newBlockingStub(channel)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .probe(ProbeRequest.getDefaultInstance());
      return new Finding(true, Map.of());
    } catch (StatusRuntimeException failure) {
      return new Finding(false, Map.of("probe", failure.getStatus().getCode().name()));
    } finally {
      channel.shutdownNow();
    }
  }
}
