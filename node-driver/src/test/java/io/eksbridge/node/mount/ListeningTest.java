// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListeningTest {
  @TempDir Path folder;

  @Test
  void aSocketOfStreamsListensUntilItsProcessIsGone() throws IOException {
    Path socket = folder.resolve("apm.socket");
    try (var _ = listen(socket)) {
      assertThat(Listening.at(socket)).isTrue();
    }

    assertThat(socket).exists();
    assertThat(Listening.at(socket)).isFalse();
  }

  @Test
  void aSocketOfStreamsThatHasMoreCallersThanItTookStillListens() throws IOException {
    Path socket = folder.resolve("apm.socket");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), 1);
      for (int caller = 0; caller < 5; caller++) {
        assertThat(Listening.at(socket)).isTrue();
      }
    }
  }

  @Test
  void aSocketOfPacketsListensUntilItsProcessIsGone() throws InterruptedException {
    Path socket = folder.resolve("dsd.socket");
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      Channel agent =
          new Bootstrap()
              .group(loop)
              .channel(EpollDomainDatagramChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .bind(new DomainSocketAddress(socket.toFile()))
              .sync()
              .channel();
      assertThat(Listening.at(socket)).isTrue();
      agent.close().sync();
    } finally {
      loop.shutdownGracefully().sync();
    }

    assertThat(Listening.at(socket)).isFalse();
  }

  @Test
  void neitherAFileNorNothingNorAPathTooLongListens() throws IOException {
    assertThat(Listening.at(folder.resolve("nothing"))).isFalse();
    assertThat(Listening.at(Files.writeString(folder.resolve("file"), "x"))).isFalse();
    assertThat(Listening.at(Path.of("/" + "s".repeat(108)))).isFalse();
  }

  private static ServerSocketChannel listen(Path socket) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket));
  }
}
