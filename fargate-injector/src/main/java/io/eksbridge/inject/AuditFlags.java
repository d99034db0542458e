// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags by which pods without an Agent are judged, beside those that the webhook has too.
final class AuditFlags {
  @Option(
      names = "--token-sync-namespace",
      paramLabel = "NAME",
      description = "Where token-sync runs, as the webhook is told. Default: it does not run")
  @Nullable String tokenSyncNamespace;

  @Option(
      names = "--automatic",
      paramLabel = "true|false",
      arity = "1",
      defaultValue = "true",
      description =
          "Whether pods on Fargate are found without their asking; pods with the opt-in label always"
              + " are. Default: ${DEFAULT-VALUE}")
  boolean automatic;
}
