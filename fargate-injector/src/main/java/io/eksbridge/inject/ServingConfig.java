// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Where the webhook listens.
///
/// @param port HTTPS, for the API server
/// @param managementPort plain HTTP, for health and metrics
/// @param tlsCertificate the chain, PEM
/// @param tlsKey its key, PEM
/// @param maxBody how many bytes a review may have
/// @param requestTimeout how long a request may take to arrive and its answer to be taken
/// @param maxConnections how many callers may be connected at once
/// @param drainWait how long it goes on answering when it is told to stop
@ConfigurationProperties(FargateInjector.SERVICE)
public record ServingConfig(
    @Bindable(defaultValue = PORT) int port,
    @Bindable(defaultValue = MANAGEMENT_PORT) int managementPort,
    @Bindable(defaultValue = TLS_CERTIFICATE) Path tlsCertificate,
    @Bindable(defaultValue = TLS_KEY) Path tlsKey,
    @Bindable(defaultValue = MAX_BODY) int maxBody,
    @Bindable(defaultValue = REQUEST_TIMEOUT) Duration requestTimeout,
    @Bindable(defaultValue = MAX_CONNECTIONS) int maxConnections,
    @Bindable(defaultValue = DRAIN_WAIT) Duration drainWait) {
  static final String PORT = "8443";
  static final String MANAGEMENT_PORT = "8080";
  static final String TLS_CERTIFICATE = "/etc/fargate-injector/tls/tls.crt";
  static final String TLS_KEY = "/etc/fargate-injector/tls/tls.key";
  static final String MAX_BODY = "4194304";
  static final String REQUEST_TIMEOUT = "PT10S";
  static final String MAX_CONNECTIONS = "1024";
  static final String DRAIN_WAIT = "PT5S";

  /// Longer than the API server keeps a connection that it does not use: it is the one to close it.
  private static final String IDLE = "120s";

  private static final int STREAMS = 100; // of one connection, at once

  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int SMALLEST_BODY = 1024;

  /// Refuses ports that are none, or the same.
  public ServingConfig {
    port("--port", port);
    port("--management-port", managementPort);
    if (port == managementPort) {
      throw new Refusal("--port and --management-port must differ, both are " + port);
    }
    if (drainWait.isNegative() || drainWait.compareTo(LONGEST_WAIT) > 0) {
      throw new Refusal("--drain-wait must be between PT0S and PT1M, not " + drainWait);
    }
    if (requestTimeout.compareTo(SHORTEST_TIMEOUT) < 0
        || requestTimeout.compareTo(LONGEST_WAIT) > 0) {
      throw new Refusal("--request-timeout must be between PT1S and PT1M, not " + requestTimeout);
    }
    if (maxConnections < 1) {
      throw new Refusal("--max-connections must be at least 1, not " + maxConnections);
    }
    if (maxBody < SMALLEST_BODY) {
      throw new Refusal("--max-body must be at least " + SMALLEST_BODY + ", not " + maxBody);
    }
  }

  /// The listener of the webhook, which no other command has.
  public static Map<String, Object> listener() {
    String listener = "micronaut.server.netty.listeners.webhook.";
    return Map.ofEntries(
        Map.entry(FargateInjector.COMMAND, FargateInjector.WEBHOOK),
        Map.entry(listener + "family", "TCP"),
        Map.entry(listener + "port", "${fargate-injector.port:" + PORT + "}"),
        Map.entry(listener + "ssl", true),
        Map.entry(listener + "key-name", "serving"),
        Map.entry(listener + "expose-default-routes", false),
        Map.entry("micronaut.server.http-version", "2.0"),
        Map.entry("micronaut.server.idle-timeout", IDLE),
        Map.entry("micronaut.server.netty.http2.max-concurrent-streams", STREAMS),
        Map.entry("micronaut.server.ssl.enabled", true),
        Map.entry(
            "micronaut.server.ssl.handshake-timeout",
            "${fargate-injector.request-timeout:" + REQUEST_TIMEOUT + "}"),
        Map.entry("micronaut.server.ssl.protocols", "TLSv1.3"));
  }

  private static void port(String flag, int port) {
    if (port < 1 || port > 65535) {
      throw new Refusal(flag + " must be between 1 and 65535, not " + port);
    }
  }
}
