// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import io.eksbridge.inject.InjectorMetrics;
import io.eksbridge.inject.ServingConfig;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer.Registry;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the API server's way in free: so many connections at a time, each of which brings a whole
/// request in time, and takes its answer. Whoever trickles one, or only connects, is let go.
@Singleton
final class Connections implements BeanCreatedEventListener<Registry> {
  private static final Logger LOGGER = LoggerFactory.getLogger(Connections.class);

  private final ServingConfig config;
  private final InjectorMetrics metrics;
  private final AtomicInteger open = new AtomicInteger();

  Connections(ServingConfig config, InjectorMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
  }

  @Override
  public Registry onCreated(BeanCreatedEvent<Registry> event) {
    event.getBean().register(new Listeners());
    return event.getBean();
  }

  Duration patience() {
    return config.requestTimeout();
  }

  /// Ends a connection, or a stream of one, for a reason.
  void letGo(Channel channel, Why why) {
    metrics.letGo(why.label());
    LOGGER
        .atWarn()
        .addKeyValue("why", why.label())
        .addKeyValue("from", channel.remoteAddress())
        .log("connection let go");
  }

  /// Why a connection is ended.
  enum Why {
    /// There is no certificate yet, and nothing is said in clear.
    NO_CERTIFICATE,
    /// Its request was not whole in time, or its answer not taken.
    SLOW,
    /// There are too many.
    TOO_MANY;

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private void admit(Channel channel) {
    int count = open.incrementAndGet();
    channel.closeFuture().addListener(_ -> open.decrementAndGet());
    if (count > config.maxConnections()) {
      if (count == config.maxConnections() + 1) { // once, not for each of a flood
        letGo(channel, Why.TOO_MANY);
      } else {
        metrics.letGo(Why.TOO_MANY.label());
      }
      var _ = channel.close();
    }
  }

  /// Every listener; only the API server's port is guarded, the other has no certificate.
  private final class Listeners implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      if (role != ChannelRole.CONNECTION
          || !(channel.localAddress() instanceof InetSocketAddress local)
          || local.getPort() != config.port()) {
        return this;
      }
      admit(channel);
      return new Connection(channel);
    }
  }

  private final class Connection implements NettyServerCustomizer {
    private final Channel channel;

    Connection(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void onInitialPipelineBuilt() {
      var http2 = channel.pipeline().get(Http2ConnectionHandler.class);
      if (channel.pipeline().get(SslHandler.class) == null) {
        letGo(channel, Why.NO_CERTIFICATE);
        var _ = channel.close();
      } else if (http2 != null) {
        new StreamDeadlines(Connections.this, channel, http2).begin();
      } else {
        channel
            .pipeline()
            .addAfter(
                channel.pipeline().context(SslHandler.class).name(),
                "request-deadline",
                new RequestDeadline(Connections.this));
      }
    }
  }
}
