// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Of an HTTP/1.1 connection: from its begin, and from the first byte of each request, to an answer
/// that was taken whole, there is so much time, however busy the caller keeps the line.
final class RequestDeadline extends ChannelDuplexHandler {
  private static final byte[] TIMEOUT =
      "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
          .getBytes(US_ASCII);

  private final Connections connections;
  private @Nullable Future<?> deadline;
  private int unsent;

  RequestDeadline(Connections connections) {
    this.connections = connections;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    begin(context);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    begin(context);
    context.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    context.fireChannelInactive();
  }

  @Override
  public void write(ChannelHandlerContext context, Object bytes, ChannelPromise promise) {
    unsent++;
    var _ = context.write(bytes, promise.unvoid().addListener(_ -> sent()));
  }

  private void sent() {
    unsent--;
    if (unsent == 0) {
      end();
    }
  }

  private void begin(ChannelHandlerContext context) {
    if (deadline == null && context.channel().isActive()) {
      deadline =
          context
              .executor()
              .schedule(
                  () -> late(context), connections.patience().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void end() {
    Future<?> running = deadline;
    if (running != null) {
      running.cancel(false);
      deadline = null;
    }
  }

  private void late(ChannelHandlerContext context) {
    connections.letGo(context.channel(), Connections.Why.SLOW);
    if (unsent == 0) {
      var _ =
          context
              .writeAndFlush(Unpooled.wrappedBuffer(TIMEOUT))
              .addListener(ChannelFutureListener.CLOSE);
    } else {
      var _ = context.close();
    }
  }
}
