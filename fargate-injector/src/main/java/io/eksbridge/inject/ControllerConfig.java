// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.certificate.Terms;
import io.eksbridge.inject.registration.Settings;
import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the controller keeps.
///
/// @param namespace of the release: of the webhook, its Secret and the Lease
/// @param service the webhook's
/// @param servicePort of that Service
/// @param tlsSource whose certificate the webhook serves
/// @param tlsSecret where the controller keeps the one that it makes
/// @param certManagerCertificate whose CA cert-manager injects
/// @param caFile who signed a certificate that is provided
/// @param certificateLifetime of the certificates that are made
/// @param publishWait from the new authority in the configurations to the new certificate
/// @param retireWait from the new certificate to the end of trust in the old authority
/// @param automatic whether pods on Fargate are found without their asking
/// @param identity under which the Lease is held; absent, one of its own
@Requires(property = FargateInjector.COMMAND, pattern = "controller|cleanup|status")
@ConfigurationProperties(FargateInjector.SERVICE)
public record ControllerConfig(
    @Bindable(defaultValue = NAMESPACE) String namespace,
    @Bindable(defaultValue = SERVICE) String service,
    @Bindable(defaultValue = SERVICE_PORT) int servicePort,
    @Bindable(defaultValue = TLS_SOURCE) TlsSource tlsSource,
    @Bindable(defaultValue = TLS_SECRET) String tlsSecret,
    @Nullable String certManagerCertificate,
    @Nullable Path caFile,
    @Bindable(defaultValue = CERTIFICATE_LIFETIME) Duration certificateLifetime,
    @Bindable(defaultValue = PUBLISH_WAIT) Duration publishWait,
    @Bindable(defaultValue = RETIRE_WAIT) Duration retireWait,
    @Bindable(defaultValue = "true") boolean automatic,
    @Nullable String identity) {
  static final String NAMESPACE = "eksbridge";
  static final String SERVICE = "fargate-injector";
  static final String SERVICE_PORT = "443";
  static final String TLS_SOURCE = "controller";
  static final String TLS_SECRET = "fargate-injector-certificate";
  static final String CERTIFICATE_LIFETIME = "P90D";
  static final String PUBLISH_WAIT = "PT1M";
  static final String RETIRE_WAIT = "PT10M";

  private static final int WAITS = 3;

  /// Refuses names that the API server would, and waits that a certificate does not outlive.
  public ControllerConfig {
    name("--namespace", namespace);
    name("--service", service);
    name("--tls-secret", tlsSecret);
    if (servicePort < 1 || servicePort > 65535) {
      throw new Refusal("--service-port must be between 1 and 65535, not " + servicePort);
    }
    if (publishWait.isNegative() || retireWait.isNegative()) {
      throw new Refusal("--publish-wait and --retire-wait must not be negative");
    }
    if (certificateLifetime.compareTo(publishWait.plus(retireWait).multipliedBy(WAITS)) < 0) {
      throw new Refusal(
          "--certificate-lifetime must be at least three times --publish-wait and --retire-wait"
              + " together, which is "
              + publishWait.plus(retireWait).multipliedBy(WAITS)
              + ", not "
              + certificateLifetime);
    }
    source(tlsSource, certManagerCertificate, caFile);
  }

  /// The name that the API server calls.
  public String serverName() {
    return service + "." + namespace + ".svc";
  }

  /// How long things last.
  public Terms terms() {
    return new Terms(certificateLifetime, publishWait, retireWait);
  }

  /// What the configurations are made for.
  public Settings settings() {
    return new Settings(
        namespace, service, servicePort, automatic, Optional.ofNullable(certManagerCertificate));
  }

  private static void source(
      TlsSource source, @Nullable String certManagerCertificate, @Nullable Path caFile) {
    if ((source == TlsSource.CERT_MANAGER) != (certManagerCertificate != null)) {
      throw new Refusal("--cert-manager-certificate and --tls-source=cert-manager belong together");
    }
    if (certManagerCertificate != null
        && !certManagerCertificate.matches("[a-z0-9.-]+/[a-z0-9.-]+")) {
      throw new Refusal(
          "--cert-manager-certificate must be <namespace>/<name>, not '"
              + certManagerCertificate
              + "'");
    }
    if ((source == TlsSource.PROVIDED) != (caFile != null)) {
      throw new Refusal("--ca-file and --tls-source=provided belong together");
    }
  }

  private static void name(String flag, String value) {
    if (!value.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")) {
      throw new Refusal(flag + " must be a DNS label, not '" + value + "'");
    }
  }
}
