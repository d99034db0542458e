// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Of an HTTP/2 connection: each stream is over in so much time, and so is the first. Pings and
/// other frames prolong nothing.
final class StreamDeadlines extends Http2ConnectionAdapter {
  private final Connections connections;
  private final Channel channel;
  private final Http2ConnectionHandler handler;
  private final Http2Connection.PropertyKey key;
  private boolean answered;

  StreamDeadlines(Connections connections, Channel channel, Http2ConnectionHandler handler) {
    this.connections = connections;
    this.channel = channel;
    this.handler = handler;
    this.key = handler.connection().newKey();
  }

  void begin() {
    handler.connection().addListener(this);
    var _ = after(this::idle);
  }

  @Override
  public void onStreamActive(Http2Stream stream) {
    stream.setProperty(key, after(() -> late(stream)));
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    answered = true;
    if (stream.getProperty(key) instanceof Future<?> deadline) {
      deadline.cancel(false);
    }
  }

  private Future<?> after(Runnable then) {
    return channel
        .eventLoop()
        .schedule(then, connections.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void idle() {
    if (!answered && channel.isActive() && handler.connection().numActiveStreams() == 0) {
      connections.letGo(channel, Connections.Why.SLOW);
      var _ = channel.close();
    }
  }

  private void late(Http2Stream stream) {
    ChannelHandlerContext context = channel.pipeline().context(handler);
    if (context != null) {
      connections.letGo(channel, Connections.Why.SLOW);
      var _ =
          handler.resetStream(context, stream.id(), Http2Error.CANCEL.code(), context.newPromise());
      context.flush();
    }
  }
}
