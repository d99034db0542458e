// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import java.time.Duration;
import picocli.CommandLine.Option;

/// The flags of whether and how fast the owners of pods are restarted.
final class RestartFlags {
  @Option(
      names = "--restart-stale",
      paramLabel = "true|false",
      arity = "1",
      defaultValue = "false",
      description =
          "Restart Deployments and StatefulSets whose pods carry an old address of the cluster agent."
              + " Default: ${DEFAULT-VALUE}")
  boolean restartStale;

  @Option(
      names = "--restart-missed",
      paramLabel = "true|false",
      arity = "1",
      defaultValue = "false",
      description =
          "Restart those whose pods have no Agent and would get one. Default: ${DEFAULT-VALUE}")
  boolean restartMissed;

  @Option(
      names = "--restart-at-once",
      paramLabel = "NUMBER",
      defaultValue = RestartConfig.AT_ONCE,
      description =
          "How many are restarted at once; the first for each cause alone. Default:"
              + " ${DEFAULT-VALUE}")
  int restartAtOnce;

  @Option(
      names = "--restart-per-hour",
      paramLabel = "NUMBER",
      defaultValue = RestartConfig.PER_HOUR,
      description = "How many are restarted in an hour. Default: ${DEFAULT-VALUE}")
  int restartPerHour;

  @Option(
      names = "--restart-settling",
      paramLabel = "DURATION",
      defaultValue = RestartConfig.SETTLING,
      description =
          "How long the pods of a restarted one get to be well; else nothing more is restarted."
              + " Default: ${DEFAULT-VALUE}")
  Duration restartSettling;

  @Option(
      names = "--restart-deadline",
      paramLabel = "DURATION",
      defaultValue = RestartConfig.DEADLINE,
      description =
          "How long a rollout may take; nothing more is restarted before it ends. Default:"
              + " ${DEFAULT-VALUE}")
  Duration restartDeadline;
}
