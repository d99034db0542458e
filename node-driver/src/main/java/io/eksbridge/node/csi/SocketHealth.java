// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static com.google.common.util.concurrent.MoreExecutors.directExecutor;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import csi.v1.IdentityGrpc;
import csi.v1.ProbeRequest;
import csi.v1.ProbeResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;

/// Alive is a driver that answers a probe over its real socket in time.
@Singleton
@Liveness
final class SocketHealth implements HealthIndicator {
  private static final String NAME = "csi-socket";
  private static final int DEADLINE_SECONDS = 3;

  private final ManagedChannel channel;

  SocketHealth(UnixTransport transport, @Named(CsiSocket.NAME) UnixSocket socket) {
    this.channel = transport.channel(socket);
  }

  @Override
  public Publisher<HealthResult> getResult() {
    var result = new CompletableFuture<HealthResult>();
    Futures.addCallback(
        IdentityGrpc.newFutureStub(channel)
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .probe(ProbeRequest.getDefaultInstance()),
        new FutureCallback<ProbeResponse>() {
          @Override
          public void onSuccess(ProbeResponse answer) {
            result.complete(HealthResult.builder(NAME, HealthStatus.UP).build());
          }

          @Override
          public void onFailure(Throwable failure) {
            result.complete(
                HealthResult.builder(NAME, HealthStatus.DOWN)
                    .details(Map.of("probe", Status.fromThrowable(failure).getCode().name()))
                    .build());
          }
        },
        directExecutor());
    return Publishers.fromCompletableFuture(() -> result);
  }

  @PreDestroy
  void close() {
    channel.shutdownNow();
  }
}
