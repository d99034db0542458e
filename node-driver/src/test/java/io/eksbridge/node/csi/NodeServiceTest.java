// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.IdentityGrpc;
import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodePublishVolumeResponse;
import csi.v1.NodeUnpublishVolumeRequest;
import csi.v1.ProbeRequest;
import io.eksbridge.node.Calls;
import io.eksbridge.node.Names;
import io.eksbridge.node.Node;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.mount.InMemoryMounts;
import io.eksbridge.node.mount.Volumes;
import io.eksbridge.node.volume.FileKind;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kubelet's view: real gRPC over a real socket, the kernel in memory.
final class NodeServiceTest {
  @TempDir Path folder;

  private final UnixTransport transport = new UnixTransport();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private InMemoryMounts kernel;
  private Node node;
  private Path target;
  private Server server;
  private ManagedChannel channel;

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
                    .addService(new NodeService(node.config(), new Volumes(kernel), metrics))
                    .intercept(new RpcEdge(metrics))
                    .build()
                    .start());
    channel = transport.channel(socket);
  }

  @AfterEach
  void stop() throws IOException {
    channel.shutdownNow();
    server.shutdownNow();
    transport.close();
    node.close();
  }

  @Test
  void publishingTwiceAnswersTwiceAndMountsOnce() {
    var _ = publish(Calls.publish("DSDSocketDirectory", target));
    var _ = publish(Calls.publish("DSDSocketDirectory", target));

    assertThat(kernel.calls()).containsExactly("make", "bind", "confine");
    assertThat(kernel.mounted(target)).isEqualTo(node.agent() + " nodev,noexec,nosuid,ro");
  }

  @Test
  void theOlderModesAreCountedUnderTheirOwnNames() {
    var older =
        Calls.publish("", target).toBuilder()
            .clearVolumeContext()
            .putVolumeContext("mode", "local")
            .putVolumeContext("path", node.agent().toString())
            .build();

    var _ = publish(older);

    assertThat(kernel.mounted(target)).startsWith(node.agent() + " ");
    assertThat(
            meters
                .get(Names.METRICS + "node.publish.volume.attempts")
                .tags("type", "local", "path", node.agent().toString(), "status", "success")
                .counter()
                .count())
        .isOne();
  }

  @Test
  void aPathThatIsNotPermittedIsCountedAsFailed() {
    var older =
        Calls.publish("", target).toBuilder()
            .clearVolumeContext()
            .putVolumeContext("mode", "socket")
            .putVolumeContext("path", "/etc/shadow")
            .build();

    assertCode(Status.Code.INVALID_ARGUMENT, () -> publish(older));

    assertThat(
            meters
                .get(Names.METRICS + "node.publish.volume.attempts")
                .tags("type", "socket", "path", "", "status", "failed")
                .counter()
                .count())
        .isOne();
  }

  @Test
  void anotherVolumeAtTheSameTargetAlreadyExists() {
    var _ = publish(Calls.publish("DSDSocket", target));

    assertCode(Status.Code.ALREADY_EXISTS, () -> publish(Calls.publish("APMSocket", target)));
  }

  @Test
  void aMissingSourceIsAPreconditionNamingThePathAndTheWayOut() {
    kernel.remove(node.dsdSocket(), FileKind.SOCKET);

    assertThatThrownBy(() -> publish(Calls.publish("DSDSocket", target)))
        .hasMessageStartingWith("FAILED_PRECONDITION: " + node.dsdSocket() + " is nothing")
        .hasMessageContaining("--dsd-host-socket-path");
  }

  @Test
  void aKernelThatRefusesIsInternalAndAllIsRolledBack() {
    kernel.fail("confine", "EPERM");

    assertCode(Status.Code.INTERNAL, () -> publish(Calls.publish("DSDSocket", target)));

    assertThat(kernel.paths()).doesNotContain(target);
  }

  @Test
  void aRollbackThatFailsMakesTheKubeletUnpublishLater() {
    kernel.fail("confine", "EPERM");
    kernel.fail("unmount", "EBUSY");

    assertCode(Status.Code.UNAVAILABLE, () -> publish(Calls.publish("DSDSocket", target)));
  }

  @Test
  void unpublishingWhatIsAbsentSucceeds() {
    unpublish(Calls.unpublish(target));

    assertThat(kernel.calls()).isEmpty();
  }

  @Test
  void anUnpublishThatFailsIsAFailure() {
    var _ = publish(Calls.publish("DSDSocket", target));
    kernel.fail("unmount", "EBUSY");
    kernel.fail("detach", "EPERM");

    assertCode(Status.Code.INTERNAL, () -> unpublish(Calls.unpublish(target)));
  }

  @Test
  void aRequestWithoutIdOrTargetIsRefused() {
    var complete = Calls.unpublish(target);

    assertCode(
        Status.Code.INVALID_ARGUMENT,
        () -> publish(Calls.publish("DSDSocket", target).toBuilder().clearVolumeId().build()));

    assertCode(
        Status.Code.INVALID_ARGUMENT,
        () -> unpublish(complete.toBuilder().clearVolumeId().build()));
    assertCode(
        Status.Code.INVALID_ARGUMENT,
        () -> unpublish(complete.toBuilder().clearTargetPath().build()));
    assertCode(
        Status.Code.INVALID_ARGUMENT,
        () -> unpublish(complete.toBuilder().setTargetPath("/").build()));
  }

  @Test
  void theNodeIsNamed() {
    var info =
        NodeGrpc.newBlockingStub(channel).nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());

    assertThat(info.getNodeId()).isEqualTo("node-1");
  }

  @Test
  void anOldClientsAuthorityIsNoObstacle() {
    var answer =
        ClientCalls.blockingUnaryCall(
            channel,
            IdentityGrpc.getProbeMethod(),
            CallOptions.DEFAULT.withAuthority("%2Fcsi%2Fcsi.sock"),
            ProbeRequest.getDefaultInstance());

    assertThat(answer.hasReady()).isFalse();
  }

  @Test
  void aSurpriseIsInternalWithoutItsInsides() {
    kernel.during(
        "bind",
        () -> {
          throw new IllegalStateException("inside");
        });

    assertThatThrownBy(() -> publish(Calls.publish("DSDSocket", target)))
        .hasMessage("INTERNAL: the driver failed; its log says why");
    assertThat(kernel.paths()).doesNotContain(target);
  }

  @Test
  void attemptsAreCountedAndNoLabelIsTheCallers() {
    var _ = publish(Calls.publish("DSDSocket", target));
    assertCode(
        Status.Code.INVALID_ARGUMENT, () -> publish(Calls.publish("evil-" + target, target)));
    assertCode(Status.Code.ALREADY_EXISTS, () -> publish(Calls.publish("APMSocket", target)));

    assertThat(attempts("DSDSocket", node.dsdSocket().toString(), "success")).isEqualTo(1);
    assertThat(attempts("unsupported", "", "unsupported")).isEqualTo(1);
    assertThat(attempts("APMSocket", node.apmSocket().toString(), "failed")).isEqualTo(1);
    assertThat(
            meters
                .get("datadog.csi.driver.rpc.duration")
                .tags("method", "NodePublishVolume", "code", "OK")
                .timer()
                .count())
        .isEqualTo(1);
  }

  private double attempts(String type, String path, String status) {
    return meters
        .get("datadog.csi.driver.node.publish.volume.attempts")
        .tags("type", type, "path", path, "status", status)
        .counter()
        .count();
  }

  private static void assertCode(Status.Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused -> assertThat(refused.getStatus().getCode()).isEqualTo(code));
  }

  private NodePublishVolumeResponse publish(NodePublishVolumeRequest request) {
    return NodeGrpc.newBlockingStub(channel).nodePublishVolume(request);
  }

  private void unpublish(NodeUnpublishVolumeRequest request) {
    var _ = NodeGrpc.newBlockingStub(channel).nodeUnpublishVolume(request);
  }
}
