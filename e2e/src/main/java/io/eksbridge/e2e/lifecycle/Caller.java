// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.lifecycle;

import csi.v1.NodeGrpc;
import csi.v1.NodeGrpc.NodeBlockingStub;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeUnpublishVolumeRequest;
import csi.v1.VolumeCapability;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import pluginregistration.InfoRequest;
import pluginregistration.PluginInfo;
import pluginregistration.RegistrationGrpc;
import pluginregistration.RegistrationStatus;

/// Calls a driver as the kubelet does: over a connection of its own each time, without waiting for
/// one that cannot be made.
public final class Caller implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 120;

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Path csiSocket;

  /// Calls on that socket.
  public Caller(Path csiSocket) {
    this.csiSocket = csiSocket;
  }

  /// Publishes a volume of `type` once.
  public void publish(String volume, Path target, String type) {
    var capability =
        VolumeCapability.newBuilder().setMount(VolumeCapability.MountVolume.getDefaultInstance());
    var request =
        NodePublishVolumeRequest.newBuilder()
            .setVolumeId(volume)
            .setTargetPath(target.toString())
            .setVolumeCapability(capability)
            .putVolumeContext("type", type)
            .build();
    call(
        stub -> {
          var _ = stub.nodePublishVolume(request);
        });
  }

  /// Takes it away once.
  public void unpublish(String volume, Path target) {
    var request =
        NodeUnpublishVolumeRequest.newBuilder()
            .setVolumeId(volume)
            .setTargetPath(target.toString())
            .build();
    call(
        stub -> {
          var _ = stub.nodeUnpublishVolume(request);
        });
  }

  /// Asks at the registration socket who is there, and says that it is registered.
  public PluginInfo register(Path registration) {
    ManagedChannel channel = channel(registration);
    try {
      var stub = RegistrationGrpc.newBlockingStub(channel);
      PluginInfo info = stub.getInfo(InfoRequest.getDefaultInstance());
      var _ =
          stub.notifyRegistrationStatus(
              RegistrationStatus.newBuilder().setPluginRegistered(true).build());
      return info;
    } finally {
      channel.shutdownNow();
    }
  }

  @Override
  public void close() {
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void call(Consumer<NodeBlockingStub> call) {
    ManagedChannel channel = channel(csiSocket);
    try {
      call.accept(
          NodeGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
    }
  }

  private ManagedChannel channel(Path socket) {
    return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
        .eventLoopGroup(threads)
        .channelType(EpollDomainSocketChannel.class)
        .usePlaintext()
        .build();
  }
}
