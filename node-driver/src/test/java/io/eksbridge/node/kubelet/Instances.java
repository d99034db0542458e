// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.Node;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.csi.RpcEdge;
import io.eksbridge.node.csi.UnixSocket;
import io.eksbridge.node.csi.UnixTransport;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import pluginregistration.InfoRequest;
import pluginregistration.PluginInfo;
import pluginregistration.RegistrationGrpc;
import pluginregistration.RegistrationGrpc.RegistrationBlockingStub;
import pluginregistration.RegistrationStatus;

/// Instances of the driver on one node, and the kubelet's half of a registration, played over the
/// real sockets.
abstract class Instances {
  private static final Backoff SOON = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
  private static final Backoff LATE = new Backoff(Duration.ofHours(1), Duration.ofHours(1));

  @TempDir Path folder;

  final List<Instance> started = new ArrayList<>();
  final UnixTransport kubelet = new UnixTransport();
  Node node;
  Path link;

  @BeforeEach
  void aNode() throws IOException {
    node = new Node(folder);
    link = node.config().registrationLink();
  }

  @AfterEach
  void stop() throws IOException {
    started.forEach(Instance::stop);
    kubelet.close();
    node.close();
  }

  /// An instance that answers refusals at once, and waits long for the kubelet to answer.
  Instance instance() {
    return new Instance(new Rhythm(Duration.ofMillis(1), SOON, LATE, Duration.ofHours(1)));
  }

  /// An instance that offers itself again and again until the kubelet answers.
  Instance impatient() {
    return new Instance(new Rhythm(Duration.ofMillis(1), SOON, SOON, Duration.ofMillis(1)));
  }

  /// One process' sockets and registration.
  final class Instance {
    final UnixTransport transport = new UnixTransport();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final UnixSocket csi = new UnixSocket(node.csiSocket(), "--csi-endpoint");
    final Registration registration;
    private final Server server;

    Instance(Rhythm rhythm) {
      var metrics = new NodeDriverMetrics(meters);
      server = csi.bind(() -> transport.server(csi).build().start());
      registration =
          new Registration(node.config(), transport, csi, new RpcEdge(metrics), metrics, rhythm);
      started.add(this);
    }

    Instance start() {
      registration.start();
      return this;
    }

    void stop() {
      registration.stop();
      csi.close(server);
      transport.close();
    }

    double meter(String name) {
      return meters.get(name).meter().measure().iterator().next().getValue();
    }
  }

  PluginInfo info() {
    return through(stub -> stub.getInfo(InfoRequest.getDefaultInstance()));
  }

  void tell(boolean taken, String error) {
    var _ =
        through(
            stub ->
                stub.notifyRegistrationStatus(
                    RegistrationStatus.newBuilder()
                        .setPluginRegistered(taken)
                        .setError(error)
                        .build()));
  }

  <A> A through(Function<RegistrationBlockingStub, A> call) {
    ManagedChannel channel = kubelet.channel(new UnixSocket(link, ""));
    try {
      return call.apply(RegistrationGrpc.newBlockingStub(channel).withWaitForReady());
    } finally {
      channel.shutdownNow();
    }
  }

  /// Which link it is: one that is made anew is another.
  Object identity() {
    try {
      return Files.getAttribute(link, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException gone) {
      return "gone";
    }
  }
}
