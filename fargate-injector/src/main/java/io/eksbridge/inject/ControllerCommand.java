// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Keeps what the webhook needs in the cluster.
@Command(
    name = FargateInjector.CONTROLLER,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Keeps the webhook's certificate, the two webhook configurations, the sidecars' access to their kubelets and the Service cluster-agent-stable.",
      "Finds pods that carry an old address of the cluster agent or have no Agent, by the flags that the webhook has.",
      "Health and metrics are on the management port.",
      "Of several replicas one does the work, by the Lease eksbridge-injector."
    })
final class ControllerCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = ServingConfig.MANAGEMENT_PORT,
      description = "Plain HTTP, for health and metrics. Default: ${DEFAULT-VALUE}")
  int managementPort;

  @Mixin ControllerFlags where;
  @Mixin SidecarFlags sidecar;
  @Mixin FitFlags fit;
  @Mixin AddressFlags address;
  @Mixin ScopeFlags scope;
  @Mixin StableFlags stable;
  @Mixin AuditFlags audit;
  @Mixin RestartFlags restarts;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      defaultValue = ControllerConfig.SERVICE,
      description = "The webhook's Service. Default: ${DEFAULT-VALUE}")
  String service;

  @Option(
      names = "--service-port",
      paramLabel = "PORT",
      defaultValue = ControllerConfig.SERVICE_PORT,
      description = "Its port. Default: ${DEFAULT-VALUE}")
  int servicePort;

  @Option(
      names = "--tls-source",
      paramLabel = "SOURCE",
      defaultValue = ControllerConfig.TLS_SOURCE,
      description =
          "Who makes the certificate: controller, cert-manager or provided. Default:"
              + " ${DEFAULT-VALUE}")
  TlsSource tlsSource;

  @Option(
      names = "--cert-manager-certificate",
      paramLabel = "NAMESPACE/NAME",
      description = "With cert-manager: the Certificate whose CA it injects")
  @Nullable String certManagerCertificate;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "With provided: the authorities that the API server is to trust, PEM, read again each"
              + " minute")
  @Nullable Path caFile;

  @Option(
      names = "--certificate-lifetime",
      paramLabel = "DURATION",
      defaultValue = ControllerConfig.CERTIFICATE_LIFETIME,
      description =
          "How long a certificate lasts; it is renewed when a third is left. Default:"
              + " ${DEFAULT-VALUE}")
  Duration certificateLifetime;

  @Option(
      names = "--publish-wait",
      paramLabel = "DURATION",
      defaultValue = ControllerConfig.PUBLISH_WAIT,
      description =
          "How long each API server gets to learn of a new authority before its certificate is"
              + " served. Default: ${DEFAULT-VALUE}")
  Duration publishWait;

  @Option(
      names = "--retire-wait",
      paramLabel = "DURATION",
      defaultValue = ControllerConfig.RETIRE_WAIT,
      description =
          "How long each webhook gets to reload before the old authority is forgotten. Default:"
              + " ${DEFAULT-VALUE}")
  Duration retireWait;

  @Mixin GrantFlags grants;

  @Option(
      names = "--identity",
      paramLabel = "NAME",
      description =
          "Under which it holds the Lease, such as its pod's name, so that a container that was"
              + " started again goes on at once. Default: one of its own")
  @Nullable String identity;

  @Override
  public Integer call() {
    return Startup.serve(
        FargateInjector.SERVICE,
        command,
        Map.of(FargateInjector.COMMAND, FargateInjector.CONTROLLER));
  }
}
