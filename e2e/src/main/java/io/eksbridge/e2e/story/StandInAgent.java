// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Stands in for the node's Agent: listens on a DogStatsD socket, a Unix datagram socket, and keeps
/// what it hears.
final class StandInAgent implements AutoCloseable {
  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final Path socket;

  StandInAgent(Path socket) throws InterruptedException {
    this.socket = socket;
    new Bootstrap()
        .group(threads)
        .channel(EpollDomainDatagramChannel.class)
        .handler(new Hearing(heard))
        .bind(new DomainSocketAddress(socket.toFile()))
        .sync();
  }

  Path socket() {
    return socket;
  }

  /// Sends one packet to `target` as a DogStatsD client does.
  void send(Path target, String packet) throws InterruptedException {
    Channel client =
        new Bootstrap()
            .group(threads)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(new DomainSocketAddress(target.toFile()))
            .sync()
            .channel();
    client.writeAndFlush(Unpooled.copiedBuffer(packet, StandardCharsets.UTF_8)).sync();
    client.close().sync();
  }

  /// The next packet that the Agent received, if one comes.
  Optional<String> hear() throws InterruptedException {
    return Optional.ofNullable(heard.poll(5, TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /// Keeps what arrives.
  private static final class Hearing extends SimpleChannelInboundHandler<DomainDatagramPacket> {
    private final BlockingQueue<String> heard;

    Hearing(BlockingQueue<String> heard) {
      this.heard = heard;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
      heard.add(packet.content().toString(StandardCharsets.UTF_8));
    }
  }
}
