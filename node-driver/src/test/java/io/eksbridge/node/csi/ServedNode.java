// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodePublishVolumeResponse;
import csi.v1.NodeUnpublishVolumeRequest;
import io.eksbridge.node.Node;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.mount.InMemoryMounts;
import io.eksbridge.node.mount.Volumes;
import io.eksbridge.node.pull.LibraryVolumes;
import io.eksbridge.node.volume.FileKind;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The kubelet's view: real gRPC over a real socket, the kernel in memory.
abstract class ServedNode {
  @TempDir Path folder;

  private final UnixTransport transport = new UnixTransport();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  InMemoryMounts kernel;
  Node node;
  Path target;
  private Server server;
  ManagedChannel channel;

  @BeforeEach
  void serve() throws IOException {
    node = new Node(folder);
    target = node.target("1");
    kernel =
        new InMemoryMounts()
            .with(node.dsdSocket(), FileKind.SOCKET)
            .with(node.apmSocket(), FileKind.SOCKET)
            .with(target.resolveSibling("vol_data.json"), FileKind.FILE);
    var metrics = new NodeDriverMetrics(meters);
    var socket = new UnixSocket(node.csiSocket(), "--csi-endpoint");
    server =
        socket.bind(
            () ->
                transport
                    .server(socket)
                    .addService(new IdentityService(node.config()))
                    .addService(
                        new NodeService(
                            node.config(),
                            node.directories(),
                            new Volumes(kernel),
                            new LibraryCalls(ServedNode::none, node.directories()),
                            metrics))
                    .intercept(new RpcEdge(metrics))
                    .build()
                    .start());
    channel = transport.channel(socket);
  }

  private static LibraryVolumes none() {
    throw new AssertionError("nobody asks for a library here");
  }

  @AfterEach
  void stop() throws IOException {
    channel.shutdownNow();
    server.shutdownNow();
    transport.close();
    node.close();
  }

  static void assertCode(Status.Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused -> assertThat(refused.getStatus().getCode()).isEqualTo(code));
  }

  NodePublishVolumeResponse publish(NodePublishVolumeRequest request) {
    return NodeGrpc.newBlockingStub(channel).nodePublishVolume(request);
  }

  void unpublish(NodeUnpublishVolumeRequest request) {
    var _ = NodeGrpc.newBlockingStub(channel).nodeUnpublishVolume(request);
  }
}
