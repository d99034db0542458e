// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Serves the admission webhook.
@Command(
    name = FargateInjector.WEBHOOK,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Answers admission reviews on https://:<port>/mutate, health and metrics on the management port.",
      "Each flag may be set by a variable: --tls-key is FARGATE_INJECTOR_TLS_KEY."
    })
final class WebhookCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = ServingConfig.PORT,
      description = "HTTPS, for the API server. Default: ${DEFAULT-VALUE}")
  int port;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = ServingConfig.MANAGEMENT_PORT,
      description = "Plain HTTP, for health and metrics. Default: ${DEFAULT-VALUE}")
  int managementPort;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      defaultValue = ServingConfig.TLS_CERTIFICATE,
      description =
          "The certificate chain, PEM, read again when it changes. Default: ${DEFAULT-VALUE}")
  Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      defaultValue = ServingConfig.TLS_KEY,
      description = "Its key, PEM, read again when it changes. Default: ${DEFAULT-VALUE}")
  Path tlsKey;

  @Option(
      names = "--max-body",
      paramLabel = "BYTES",
      defaultValue = ServingConfig.MAX_BODY,
      description = "The largest review that is read. Default: ${DEFAULT-VALUE}")
  int maxBody;

  @Option(
      names = "--request-timeout",
      paramLabel = "DURATION",
      defaultValue = ServingConfig.REQUEST_TIMEOUT,
      description =
          "How long a handshake, a request and the taking of its answer may last. Default:"
              + " ${DEFAULT-VALUE}")
  Duration requestTimeout;

  @Option(
      names = "--max-connections",
      paramLabel = "COUNT",
      defaultValue = ServingConfig.MAX_CONNECTIONS,
      description = "How many callers may be connected at once. Default: ${DEFAULT-VALUE}")
  int maxConnections;

  @Option(
      names = "--drain-wait",
      paramLabel = "DURATION",
      defaultValue = ServingConfig.DRAIN_WAIT,
      description =
          "How long it goes on answering, not ready, when it is told to stop. Default:"
              + " ${DEFAULT-VALUE}")
  Duration drainWait;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "The API server that is watched. Default: the cluster that the process runs in, if any")
  @Nullable Path kubeconfig;

  @Option(
      names = "--sync-wait-seconds",
      paramLabel = "SECONDS",
      defaultValue = WatchConfig.SYNC_WAIT_SECONDS,
      description = "How long readiness waits for the first lists. Default: ${DEFAULT-VALUE}")
  int syncWaitSeconds;

  @Option(
      names = "--token-sync-namespace",
      paramLabel = "NAME",
      description =
          "Where token-sync runs: while its Lease is fresh, first pods are injected before the Secret is there. Default: it does not run")
  @Nullable String tokenSyncNamespace;

  @Mixin SidecarFlags sidecar;
  @Mixin FitFlags fit;
  @Mixin AddressFlags address;
  @Mixin ScopeFlags scope;

  @Override
  public Integer call() {
    return Startup.serve(FargateInjector.SERVICE, command, ServingConfig.listener());
  }
}
