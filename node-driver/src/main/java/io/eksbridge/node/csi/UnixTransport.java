// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/// gRPC over Unix sockets by Netty's epoll. A call is answered by the thread that reads its
/// connection: handing it to another and back would cost as much as the mount. The kubelet opens a
/// connection for each call and they are spread over a few threads, so that one which waits long in
/// the kernel holds up few others (ADR 0018).
@Singleton
public final class UnixTransport implements AutoCloseable {
  private static final int CONNECTIONS_AT_ONCE = 8;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(CONNECTIONS_AT_ONCE, EpollIoHandler.newFactory());

  /// Loads Netty's native library and the classes that a server is built of.
  public static void load() {
    Epoll.ensureAvailability();
    NettyServerBuilder _ = NettyServerBuilder.forAddress(new DomainSocketAddress("/nothing"));
  }

  /// A server on that socket, still without services.
  public NettyServerBuilder server(UnixSocket socket) {
    return NettyServerBuilder.forAddress(new DomainSocketAddress(socket.birthplace().toFile()))
        .channelType(EpollServerDomainSocketChannel.class)
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .directExecutor();
  }

  /// A channel to that socket.
  public ManagedChannel channel(UnixSocket socket) {
    return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.path().toFile()))
        .channelType(EpollDomainSocketChannel.class)
        .eventLoopGroup(loops)
        .overrideAuthority("localhost")
        .usePlaintext()
        .directExecutor()
        .build();
  }

  @Override
  @PreDestroy
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
