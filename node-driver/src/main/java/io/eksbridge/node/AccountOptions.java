// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import picocli.CommandLine.Option;

/// Where the API server is, and who we are to it; [ClusterConfig] checks them.
final class AccountOptions {
  @Option(
      names = "--api-server",
      paramLabel = "<url>",
      description =
          "The API server's address. Default: https:// and the variables KUBERNETES_SERVICE_HOST"
              + " and _PORT")
  String apiServer;

  @Option(
      names = "--service-account-path",
      paramLabel = "<path>",
      defaultValue = ClusterConfig.SERVICE_ACCOUNT_PATH,
      description = "The folder of token and ca.crt for the API server. Default: ${DEFAULT-VALUE}")
  String serviceAccountPath;
}
