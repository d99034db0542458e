// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.eksbridge.node.NodeDriverMetrics;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The edge of every call: one log line, one measurement, and a surprise becomes INTERNAL without
/// its insides.
@Singleton
public final class RpcEdge implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(RpcEdge.class);

  private final NodeDriverMetrics metrics;

  /// Measures with these meters.
  public RpcEdge(NodeDriverMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var reported = new ReportedCall<>(call, metrics);
    return new SimpleForwardingServerCallListener<>(next.startCall(reported, headers)) {
      @Override
      public void onMessage(Q message) {
        reported.asked(message);
        super.onMessage(message);
      }

      @Override
      public void onHalfClose() {
        try {
          super.onHalfClose();
        } catch (RuntimeException surprise) {
          LOG.atError().setCause(surprise).addKeyValue("method", reported.method()).log("failed");
          reported.close(RpcStatus.surprise(), new Metadata());
        }
      }
    };
  }
}
