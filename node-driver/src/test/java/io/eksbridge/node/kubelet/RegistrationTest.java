// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.Eventually;
import io.eksbridge.node.Node;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.csi.RpcEdge;
import io.eksbridge.node.csi.UnixSocket;
import io.eksbridge.node.csi.UnixTransport;
import io.eksbridge.startup.Refusal;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pluginregistration.InfoRequest;
import pluginregistration.PluginInfo;
import pluginregistration.RegistrationGrpc;
import pluginregistration.RegistrationStatus;

/// The kubelet's half of a registration, played over the real socket.
final class RegistrationTest {
  @TempDir Path folder;

  private final UnixTransport transport = new UnixTransport();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Node node;
  private Path socket;
  private Registration registration;

  @BeforeEach
  void start() throws IOException {
    node = new Node(folder);
    socket = node.kubelet().resolve("plugins_registry/k8s.csi.datadoghq.com-reg.sock");
    var metrics = new NodeDriverMetrics(meters);
    registration =
        new Registration(
            node.config(),
            transport,
            new RpcEdge(metrics),
            metrics,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  @AfterEach
  void stop() throws IOException {
    registration.stop();
    transport.close();
    node.close();
  }

  @Test
  void theKubeletIsToldTheSocketAsItSeesIt() {
    registration.start();

    assertThat(info())
        .isEqualTo(
            PluginInfo.newBuilder()
                .setType("CSIPlugin")
                .setName("k8s.csi.datadoghq.com")
                .setEndpoint(node.kubelet() + "/plugins/datadog.csi/driver/csi.sock")
                .addSupportedVersions("1.0.0")
                .build());
  }

  @Test
  void itCountsAsRegisteredOnceTheKubeletSaysSo() {
    registration.start();
    assertThat(registered()).isZero();

    notify(true, "");

    assertThat(registration.isRegistered()).isTrue();
    assertThat(registered()).isEqualTo(1);
  }

  @Test
  void afterARefusalTheKubeletIsGivenANewSocket() throws IOException {
    registration.start();
    Object first = inode();

    notify(false, "no such node");

    Eventually.holds("a new socket", () -> Files.exists(socket) && !first.equals(inode()));
    notify(true, "");
    assertThat(registration.isRegistered()).isTrue();
  }

  @Test
  void aRefusalAfterASuccessTakesItBack() {
    registration.start();
    notify(true, "");

    notify(false, "kubelet restarted");

    assertThat(registration.isRegistered()).isFalse();
  }

  @Test
  void stoppingTakesTheSocketAway() {
    registration.start();
    notify(true, "");

    registration.stop();

    assertThat(socket).doesNotExist();
    assertThat(registration.isRegistered()).isFalse();
  }

  @Test
  void aKubeletFolderWithoutARegistryIsRefusedNamingTheFlag() throws IOException {
    Files.delete(socket.getParent());

    assertThatThrownBy(registration::start)
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("--kubelet-path: ")
        .hasMessageContaining("plugins_registry is not a directory");
  }

  private double registered() {
    return meters.get("datadog.csi.driver.registered").gauge().value();
  }

  private PluginInfo info() {
    ManagedChannel channel = transport.channel(new UnixSocket(socket, ""));
    try {
      return RegistrationGrpc.newBlockingStub(channel).getInfo(InfoRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  private void notify(boolean taken, String error) {
    ManagedChannel channel = transport.channel(new UnixSocket(socket, ""));
    try {
      var _ =
          RegistrationGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .notifyRegistrationStatus(
                  RegistrationStatus.newBuilder()
                      .setPluginRegistered(taken)
                      .setError(error)
                      .build());
    } finally {
      channel.shutdownNow();
    }
  }

  private Object inode() {
    try {
      return Files.getAttribute(socket, "unix:ctime");
    } catch (IOException gone) {
      return gone;
    }
  }
}
