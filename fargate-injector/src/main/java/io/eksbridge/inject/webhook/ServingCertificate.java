// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.eksbridge.inject.InjectorMetrics;
import io.eksbridge.inject.ServingConfig;
import io.eksbridge.startup.Refusal;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;

/// The certificate that is served: read from files, and again when they change, without a restart.
/// A pair that is half written or bad is not served; the last good one stays.
@Singleton
@Named(ServingCertificate.NAME)
final class ServingCertificate implements CertificateProvider {
  static final String NAME = "serving";

  private static final Logger LOGGER = LoggerFactory.getLogger(ServingCertificate.class);

  private final ServingConfig config;
  private final InjectorMetrics metrics;
  private final Sinks.Many<KeyStore> stores = Sinks.many().replay().latest();
  private volatile Contents seen;
  private volatile Pem served;

  ServingCertificate(ServingConfig config, InjectorMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
    this.seen =
        new Contents(
            file("--tls-certificate", config.tlsCertificate()), file("--tls-key", config.tlsKey()));
    try {
      this.served = Pem.read(seen.certificate(), seen.key());
      stores.tryEmitNext(served.keyStore()).orThrow();
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
    metrics.certificateExpiry(this::expiry);
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Publisher<KeyStore> getKeyStore() {
    return stores.asFlux();
  }

  Instant expiry() {
    return served.expiry();
  }

  /// Looks at the files again: a mounted Secret is swapped by a link, which no watch of a file
  /// sees.
  @Scheduled(fixedDelay = "1s", initialDelay = "1s")
  void refresh() {
    try {
      var now =
          new Contents(
              Files.readString(config.tlsCertificate(), ISO_8859_1),
              Files.readString(config.tlsKey(), ISO_8859_1));
      if (now.equals(seen)) {
        return;
      }
      seen = now; // a pair is judged once
      Pem next = Pem.read(now.certificate(), now.key());
      stores.tryEmitNext(next.keyStore()).orThrow();
      served = next;
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

  private static String file(String flag, Path path) {
    try {
      return Files.readString(path, ISO_8859_1);
    } catch (NoSuchFileException absent) {
      throw new Refusal(flag + " " + path + ": no such file; give the PEM file to serve", absent);
    } catch (IOException unreadable) {
      throw new Refusal(
          flag + " " + path + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private record Contents(String certificate, String key) {
    @Override
    public String toString() {
      return "a certificate and its key";
    }
  }
}
