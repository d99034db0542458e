// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.eksbridge.inject.InjectorMetrics;
import io.eksbridge.inject.ServingConfig;
import io.eksbridge.inject.tls.Pem;
import io.eksbridge.startup.Refusal;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;

/// The certificate that is served: read from files, and again when they change, without a restart.
/// A pair that is half written or bad is not served; the last good one stays. Until there is a
/// first, nothing is served: the controller may still have to make it.
@Singleton
@Named(ServingCertificate.NAME)
final class ServingCertificate implements CertificateProvider {
  static final String NAME = "serving";

  private static final Logger LOGGER = LoggerFactory.getLogger(ServingCertificate.class);

  private final ServingConfig config;
  private final InjectorMetrics metrics;
  private final Sinks.Many<KeyStore> stores = Sinks.many().replay().latest();
  private Optional<Contents> seen;
  private volatile @Nullable Pem served;

  ServingCertificate(ServingConfig config, InjectorMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
    this.seen = Optional.empty();
    try {
      seen = read();
      if (seen.isPresent()) {
        serve(Pem.read(seen.get().certificate(), seen.get().key()));
      } else {
        LOGGER
            .atWarn()
            .addKeyValue("file", config.tlsCertificate())
            .log("no certificate yet, it is waited for");
      }
    } catch (GeneralSecurityException | IOException bad) {
      throw new Refusal(
          "--tls-certificate "
              + config.tlsCertificate()
              + " and --tls-key "
              + config.tlsKey()
              + " cannot be served: "
              + bad.getMessage(),
          bad);
    }
    metrics.certificateExpiry(() -> expiry().orElse(Instant.EPOCH));
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Publisher<KeyStore> getKeyStore() {
    return stores.asFlux();
  }

  /// When the one ends that is served, if one is.
  Optional<Instant> expiry() {
    return Optional.ofNullable(served).map(Pem::expiry);
  }

  /// Looks at the files again: a mounted Secret is swapped by a link, which no watch of a file
  /// sees.
  @Scheduled(fixedDelay = "1s", initialDelay = "1s")
  void refresh() {
    try {
      Optional<Contents> now = read();
      if (now.isEmpty() || now.equals(seen)) {
        return;
      }
      seen = now; // a pair is judged once
      Pem next = Pem.read(now.get().certificate(), now.get().key());
      serve(next);
      metrics.reloaded(true);
      LOGGER.atInfo().addKeyValue("expiry", next.expiry()).log("certificate reloaded");
    } catch (GeneralSecurityException | IOException bad) {
      metrics.reloaded(false);
      LOGGER
          .atWarn()
          .addKeyValue("file", config.tlsCertificate())
          .addKeyValue("why", bad.toString())
          .log("certificate not reloaded, the last one is served");
    }
  }

  @PreDestroy
  void close() {
    stores.tryEmitComplete();
  }

  private void serve(Pem pem) throws GeneralSecurityException, IOException {
    stores.tryEmitNext(pem.keyStore()).orThrow();
    served = pem;
  }

  private Optional<Contents> read() throws IOException {
    try {
      return Optional.of(
          new Contents(
              Files.readString(config.tlsCertificate(), ISO_8859_1),
              Files.readString(config.tlsKey(), ISO_8859_1)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  private record Contents(String certificate, String key) {
    @Override
    public String toString() {
      return "a certificate and its key";
    }
  }
}
