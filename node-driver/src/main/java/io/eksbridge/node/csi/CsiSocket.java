// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.eksbridge.node.NodeDriverConfig;
import io.grpc.ServerBuilder;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.grpc.server.GrpcServerBuilder;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/// What Micronaut's gRPC server listens on: the CSI socket, in place of a TCP port.
@Factory
@Replaces(factory = GrpcServerBuilder.class)
final class CsiSocket {
  @Singleton
  @Named(CsiServer.SOCKET)
  UnixSocket socket(NodeDriverConfig config) {
    return new UnixSocket(config.csiSocket(), "--csi-endpoint");
  }

  @Singleton
  @Replaces(bean = ServerBuilder.class, factory = GrpcServerBuilder.class)
  ServerBuilder<?> server(
      UnixTransport transport,
      @Named(CsiServer.SOCKET) UnixSocket socket,
      RpcEdge edge,
      IdentityService identity,
      NodeService node) {
    return transport.server(socket).addService(identity).addService(node).intercept(edge);
  }
}
