// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import io.eksbridge.inject.tls.Pem;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.netty.NettySslContextBuilder;
import io.micronaut.http.server.netty.ssl.NettyServerSslFactory;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// TLS for the API server: 1.3 only, HTTP/2 or 1.1 as it likes, no certificate of its own asked
/// for. Made here, since Netty's own way first probes what a server of ours has no use for (a
/// trust manager, BouncyCastle's provider), for a third of the time until the first answer.
@Singleton
@Replaces(NettyServerSslFactory.class)
final class ServingTls extends NettyServerSslFactory {
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  @Override
  public NettySslContextBuilder serverBuilder() {
    return new Builder();
  }

  private static final class Builder extends NettySslContextBuilder {
    Builder() {
      super(true);
    }

    @Override
    public SslContext buildTcp() throws GeneralSecurityException {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509"); // one key: no choosing
      keys.init(keyStore(), Pem.password());
      SSLContext context = SSLContext.getInstance(PROTOCOLS[0]);
      context.init(keys.getKeyManagers(), new TrustManager[0], null);
      var versions =
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              ApplicationProtocolNames.HTTP_2,
              ApplicationProtocolNames.HTTP_1_1);
      return new JdkSslContext(
          context,
          false,
          Http2SecurityUtil.CIPHERS,
          SupportedCipherSuiteFilter.INSTANCE,
          versions,
          ClientAuth.NONE,
          PROTOCOLS,
          false);
    }
  }
}
