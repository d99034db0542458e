// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the objects are that the controller keeps, and `cleanup` takes away.
final class ControllerFlags {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The API server. Default: that of the cluster that the process runs in")
  @Nullable Path kubeconfig;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = ControllerConfig.NAMESPACE,
      description =
          "The namespace of the release: of the webhook, its Secret and the Lease. Default:"
              + " ${DEFAULT-VALUE}")
  String namespace;

  @Option(
      names = "--tls-secret",
      paramLabel = "NAME",
      defaultValue = ControllerConfig.TLS_SECRET,
      description =
          "The Secret that holds the certificate that the controller makes. Default:"
              + " ${DEFAULT-VALUE}")
  String tlsSecret;
}
