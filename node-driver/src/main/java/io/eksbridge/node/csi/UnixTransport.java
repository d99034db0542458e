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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// gRPC over Unix sockets by Netty's epoll: one thread for all of them, a virtual thread per call.
@Singleton
public final class UnixTransport implements AutoCloseable {
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /// Loads Netty's native library and the classes that a server is built of.
  public static void load() {
    Epoll.ensureAvailability();
    NettyServerBuilder _ = NettyServerBuilder.forAddress(new DomainSocketAddress("/nothing"));
  }

  /// A server on that socket, still without services.
  public NettyServerBuilder server(UnixSocket socket) {
    return NettyServerBuilder.forAddress(new DomainSocketAddress(socket.birthplace().toFile()))
        .channelType(EpollServerDomainSocketChannel.class)
        .bossEventLoopGroup(loop)
        .workerEventLoopGroup(loop)
        .executor(calls);
  }

  /// A channel to that socket.
  public ManagedChannel channel(UnixSocket socket) {
    return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.path().toFile()))
        .channelType(EpollDomainSocketChannel.class)
        .eventLoopGroup(loop)
        .overrideAuthority("localhost")
        .usePlaintext()
        .executor(calls)
        .build();
  }

  @Override
  @PreDestroy
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    calls.shutdown();
  }
}
