// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.csi.Answering;
import io.eksbridge.node.csi.UnixSocket;
import io.eksbridge.node.csi.UnixTransport;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import pluginregistration.InfoRequest;
import pluginregistration.PluginInfo;
import pluginregistration.RegistrationGrpc;

/// What an instance tells the one that takes over from it: whether the kubelet has the driver. It
/// travels as a header of the answer that the kubelet gets too and ignores.
final class Predecessor {
  private static final Metadata.Key<String> REGISTERED =
      Metadata.Key.of("eksbridge-registered", Metadata.ASCII_STRING_MARSHALLER);
  private static final int DEADLINE_SECONDS = 5; // a node that starts much at once is slow

  private Predecessor() {}

  /// Whether an instance serves `socket` that is the same driver, and that the kubelet has.
  static boolean isRegistered(UnixTransport transport, UnixSocket socket, PluginInfo same) {
    if (socket.answering() != Answering.ANOTHER) {
      return false;
    }
    var headers = new AtomicReference<Metadata>();
    var trailers = new AtomicReference<Metadata>();
    ManagedChannel channel = transport.channel(socket);
    try {
      PluginInfo info =
          RegistrationGrpc.newBlockingStub(channel)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
              .getInfo(InfoRequest.getDefaultInstance());
      return info.equals(same) && "true".equals(headers.get().get(REGISTERED));
    } catch (StatusRuntimeException noAnswer) {
      return false;
    } finally {
      channel.shutdownNow();
    }
  }

  /// Tells it with each answer of this instance.
  static ServerInterceptor telling(BooleanSupplier registered) {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata asked, ServerCallHandler<Q, A> next) {
        return next.startCall(
            new SimpleForwardingServerCall<>(call) {
              @Override
              public void sendHeaders(Metadata headers) {
                headers.put(REGISTERED, String.valueOf(registered.getAsBoolean()));
                super.sendHeaders(headers);
              }
            },
            asked);
      }
    };
  }
}
