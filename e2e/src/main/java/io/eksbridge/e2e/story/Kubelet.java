// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGrpc;
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
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pluginregistration.InfoRequest;
import pluginregistration.PluginInfo;
import pluginregistration.RegistrationGrpc;
import pluginregistration.RegistrationStatus;

/// Plays the kubelet towards a CSI driver: registers it by the socket that it left in the plugin
/// registry, and has it publish volumes.
public final class Kubelet implements AutoCloseable {
  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final List<ManagedChannel> channels = new ArrayList<>();

  /// Asks the driver who it is, and tells it that it is registered.
  public PluginInfo register(Path registrationSocket) {
    var registration = RegistrationGrpc.newBlockingStub(channel(registrationSocket));
    PluginInfo info = registration.getInfo(InfoRequest.getDefaultInstance());
    var _ =
        registration.notifyRegistrationStatus(
            RegistrationStatus.newBuilder().setPluginRegistered(true).build());
    return info;
  }

  /// The driver's node service at the endpoint that it registered.
  public NodeGrpc.NodeBlockingStub node(PluginInfo info) {
    String endpoint = info.getEndpoint();
    return node(Path.of(endpoint.startsWith("unix:") ? URI.create(endpoint).getPath() : endpoint));
  }

  /// The driver's node service at that socket.
  public NodeGrpc.NodeBlockingStub node(Path socket) {
    return NodeGrpc.newBlockingStub(channel(socket));
  }

  /// The name under which the driver knows this node.
  public String nodeId(NodeGrpc.NodeBlockingStub node) {
    return node.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance()).getNodeId();
  }

  /// Publishes a volume of `type` as a pod's inline volume.
  public void publish(NodeGrpc.NodeBlockingStub node, String volume, Path target, String type) {
    var capability =
        VolumeCapability.newBuilder().setMount(VolumeCapability.MountVolume.getDefaultInstance());
    var _ =
        node.nodePublishVolume(
            NodePublishVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setTargetPath(target.toString())
                .setVolumeCapability(capability)
                .putAllVolumeContext(Map.of("type", type))
                .build());
  }

  /// Takes it away again.
  public void unpublish(NodeGrpc.NodeBlockingStub node, String volume, Path target) {
    var _ =
        node.nodeUnpublishVolume(
            NodeUnpublishVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setTargetPath(target.toString())
                .build());
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private ManagedChannel channel(Path socket) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .eventLoopGroup(threads)
            .channelType(EpollDomainSocketChannel.class)
            .usePlaintext()
            .build();
    channels.add(channel);
    return channel;
  }
}
