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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// gRPC over Unix sockets by Netty's epoll: one thread for all of them, and a few for the calls.
/// Those are no virtual threads: a call waits in the kernel, which would hold one of their two or
/// three carriers, and what each thread keeps for its next log line would be made anew for each.
@Singleton
public final class UnixTransport implements AutoCloseable {
  private static final int CALLS_AT_ONCE = 16;
  private static final int IDLE_SECONDS = 10;

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ThreadPoolExecutor calls =
      new ThreadPoolExecutor(
          CALLS_AT_ONCE,
          CALLS_AT_ONCE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("call-", 0).factory());

  /// Nothing runs yet.
  public UnixTransport() {
    calls.allowCoreThreadTimeOut(true);
  }

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
