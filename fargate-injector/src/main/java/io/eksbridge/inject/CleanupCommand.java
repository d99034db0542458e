// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.controller.Cleanup;
import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Version;
import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Takes away what the controller made.
@Command(
    name = FargateInjector.CLEANUP,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Takes away what the controller made, and lists it: the webhook configurations, the Secret of the certificate, the stable Service.",
      "A controller that still runs stands back for five minutes. Safe to run twice."
    })
final class CleanupCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Mixin ControllerFlags where;

  @Option(
      names = "--cluster-agent-namespace",
      paramLabel = "NAME",
      defaultValue = AddressConfig.NAMESPACE,
      description = "Where the Service cluster-agent-stable is. Default: ${DEFAULT-VALUE}")
  String clusterAgentNamespace;

  @Option(
      names = "--delete-address",
      paramLabel = "WHEN",
      defaultValue = CleanupConfig.DELETE_ADDRESS,
      description =
          "Whether that Service goes too: unused (when no pod carries its address any more), always,"
              + " never. Default: ${DEFAULT-VALUE}")
  String deleteAddress;

  @Override
  public Integer call() throws Exception {
    var fixed = Map.<String, Object>of(FargateInjector.COMMAND, FargateInjector.CLEANUP);
    try (ApplicationContext context =
        Startup.context(FargateInjector.SERVICE, command, fixed).start()) {
      PrintWriter out = command.commandLine().getOut();
      context.getBean(Cleanup.class).run().forEach(out::println);
      out.flush();
    }
    return ExitCode.OK;
  }
}
