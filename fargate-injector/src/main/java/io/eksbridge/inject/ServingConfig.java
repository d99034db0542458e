// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;

/// Where the webhook listens.
///
/// @param port HTTPS, for the API server
/// @param managementPort plain HTTP, for health and metrics
/// @param tlsCertificate the chain, PEM
/// @param tlsKey its key, PEM
/// @param maxBody how many bytes a review may have
@ConfigurationProperties(FargateInjector.SERVICE)
public record ServingConfig(
    @Bindable(defaultValue = PORT) int port,
    @Bindable(defaultValue = MANAGEMENT_PORT) int managementPort,
    @Bindable(defaultValue = TLS_CERTIFICATE) Path tlsCertificate,
    @Bindable(defaultValue = TLS_KEY) Path tlsKey,
    @Bindable(defaultValue = MAX_BODY) int maxBody) {
  static final String PORT = "8443";
  static final String MANAGEMENT_PORT = "8080";
  static final String TLS_CERTIFICATE = "/etc/fargate-injector/tls/tls.crt";
  static final String TLS_KEY = "/etc/fargate-injector/tls/tls.key";
  static final String MAX_BODY = "4194304";

  private static final int SMALLEST_BODY = 1024;

  /// Refuses ports that are none, or the same.
  public ServingConfig {
    port("--port", port);
    port("--management-port", managementPort);
    if (port == managementPort) {
      throw new Refusal("--port and --management-port must differ, both are " + port);
    }
    if (maxBody < SMALLEST_BODY) {
      throw new Refusal("--max-body must be at least " + SMALLEST_BODY + ", not " + maxBody);
    }
  }

  private static void port(String flag, int port) {
    if (port < 1 || port > 65535) {
      throw new Refusal(flag + " must be between 1 and 65535, not " + port);
    }
  }
}
