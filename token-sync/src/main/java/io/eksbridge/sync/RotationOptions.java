// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import java.time.Duration;
import picocli.CommandLine.Option;

/// The flags that say how a new token is brought to those who need it.
final class RotationOptions {
  @Option(
      names = "--cluster-agent-url",
      paramLabel = "URL",
      description =
          "Where the cluster agent is asked (GET /version) whether it accepts a new token before"
              + " that is spread. Default: none, it is spread at once")
  String clusterAgentUrl;

  @Option(
      names = "--cluster-agent-ca",
      paramLabel = "FILE",
      description =
          "Authority of the cluster agent's certificate. Default: it is not checked, as the Agents"
              + " do")
  String clusterAgentCa;

  @Option(names = "--spread-at-once", description = "Spread a new token without asking first.")
  boolean spreadAtOnce;

  @Option(
      names = "--spread-deadline",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = RotationConfig.SPREAD_DEADLINE,
      description =
          "After how long a token is spread that the cluster agent does not accept. Default:"
              + " ${DEFAULT-VALUE}")
  Duration spreadDeadline;

  @Option(
      names = "--next-token-source",
      paramLabel = "NAMESPACE/NAME/KEY",
      description =
          "Where the next token is, when token-sync rotates: into the copies first, then into"
              + " --token-source. Default: none")
  String nextTokenSource;

  @Option(
      names = "--flapping-changes",
      paramLabel = "N",
      defaultValue = RotationConfig.FLAPPING_CHANGES,
      description =
          "So many changes of the source's token within --flapping-window are reported. Default:"
              + " ${DEFAULT-VALUE}")
  int flappingChanges;

  @Option(
      names = "--flapping-window",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = RotationConfig.FLAPPING_WINDOW,
      description = "See --flapping-changes. Default: ${DEFAULT-VALUE}")
  Duration flappingWindow;
}
