// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.store.LibraryFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom the driver trusts over TLS; read when first needed, which takes a while.
final class Tls {
  private final Optional<Path> authorities;
  private @Nullable SSLSocketFactory sockets;

  /// The runtime's authorities, and those of that file.
  Tls(Optional<Path> authorities) {
    this.authorities = authorities;
  }

  /// Sockets that trust them.
  synchronized SSLSocketFactory sockets() {
    SSLSocketFactory made = sockets;
    if (made == null) {
      made = context().getSocketFactory();
      sockets = made;
    }
    return made;
  }

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          null,
          authorities.isPresent() ? trust(Files.readAllBytes(authorities.get())) : null,
          null);
      return context;
    } catch (GeneralSecurityException | IOException failure) {
      throw new LibraryFailure(
          LibraryFault.STORAGE,
          "--registry-ca-path cannot be used: " + failure.getClass().getSimpleName());
    }
  }

  /// Whom the runtime trusts, and these.
  private static TrustManager[] trust(byte[] pem) throws IOException, GeneralSecurityException {
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    for (Certificate further :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      authorities.setCertificateEntry("further-" + authorities.size(), further);
    }
    TrustManagerFactory usual =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    usual.init((KeyStore) null);
    for (TrustManager each : usual.getTrustManagers()) {
      if (each instanceof X509TrustManager manager) {
        for (X509Certificate authority : manager.getAcceptedIssuers()) {
          authorities.setCertificateEntry("usual-" + authorities.size(), authority);
        }
      }
    }
    TrustManagerFactory all =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    all.init(authorities);
    return all.getTrustManagers();
  }
}
