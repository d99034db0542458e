// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Version;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line of the driver.
@Command(
    name = "node-driver",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "CSI node driver that publishes the Datadog Agent's sockets into pods.")
final class NodeDriver implements Callable<Integer> {
  @Spec CommandSpec command;

  @Option(
      names = "--metrics-port",
      defaultValue = "5000",
      description = "Health and metrics. Default: ${DEFAULT-VALUE}")
  int metricsPort;

  public static void main(String[] arguments) {
    System.exit(Startup.execute(new NodeDriver(), List.of("DD", "NODE_DRIVER"), arguments));
  }

  @Override
  public Integer call() {
    return Startup.serve("node-driver", command, Map.of());
  }
}
