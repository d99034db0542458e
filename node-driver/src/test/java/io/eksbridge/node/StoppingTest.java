// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGetInfoResponse;
import csi.v1.NodeGrpc;
import io.eksbridge.node.csi.UnixSocket;
import io.eksbridge.node.csi.UnixTransport;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a driver that is told to stop does with calls that it has begun.
final class StoppingTest {
  @TempDir Path folder;

  private final UnixTransport kubelet = new UnixTransport();
  private Node node;

  @BeforeEach
  void aNode() throws IOException {
    node = new Node(folder);
  }

  @AfterEach
  void close() throws IOException {
    kubelet.close();
    node.close();
  }

  @Test
  void aCallUnderWayIsAnsweredAndNoOtherIsTaken() throws Exception {
    var driver = new RunningDriver(node);
    ManagedChannel channel = kubelet.channel(new UnixSocket(node.csiSocket(), ""));
    var call = new HalfCall(channel);

    Thread stopping = Thread.ofVirtual().start(driver::close);
    Eventually.holds("no socket", () -> !Files.exists(node.csiSocket()));
    call.finish();

    assertThat(call.ended.join().getCode()).isEqualTo(Status.Code.OK);
    stopping.join();
    channel.shutdownNow();
  }

  @Test
  void aCallThatDoesNotEndIsWaitedForOnlySoLong() {
    var driver = new RunningDriver(node, Map.of("grpc.server.await-termination", "50ms"));
    ManagedChannel channel = kubelet.channel(new UnixSocket(node.csiSocket(), ""));
    var call = new HalfCall(channel);

    driver.close();

    assertThat(call.ended.join().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    channel.shutdownNow();
  }

  /// A call that has reached the driver and whose request is still to come.
  private static final class HalfCall extends ClientCall.Listener<NodeGetInfoResponse> {
    final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final ClientCall<NodeGetInfoRequest, NodeGetInfoResponse> call;

    HalfCall(ManagedChannel channel) {
      call = channel.newCall(NodeGrpc.getNodeGetInfoMethod(), CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.request(1);
      // One that is begun later on the same connection and answered: the driver has seen the first.
      var _ =
          NodeGrpc.newBlockingStub(channel).nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
    }

    void finish() {
      call.sendMessage(NodeGetInfoRequest.getDefaultInstance());
      call.halfClose();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ended.complete(status);
    }
  }
}
