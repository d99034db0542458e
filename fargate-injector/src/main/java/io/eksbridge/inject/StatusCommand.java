// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.controller.Status;
import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Version;
import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Tells how things stand.
@Command(
    name = FargateInjector.STATUS,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Prints who leads, how things stand that the controller keeps and which pods lack what, read"
            + " once and with nothing changed; exit code 0 when all is as it should be, else 1. Give"
            + " it the flags that webhook and controller have.")
final class StatusCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Mixin ControllerFlags where;

  @Mixin GrantFlags grants;
  @Mixin SidecarFlags sidecar;
  @Mixin FitFlags fit;
  @Mixin AddressFlags address;
  @Mixin ScopeFlags scope;
  @Mixin StableFlags stable;
  @Mixin AuditFlags audit;

  @Option(
      names = "--canary-namespace",
      paramLabel = "NAME",
      description =
          "Have pods created by dry run there, to see whether the webhook is called: you need the right to create pods. Default: not looked at")
  @Nullable String canaryNamespace;

  @Override
  public Integer call() throws Exception {
    var fixed = Map.<String, Object>of(FargateInjector.COMMAND, FargateInjector.STATUS);
    try (ApplicationContext context =
        Startup.context(FargateInjector.SERVICE, command, fixed).start()) {
      PrintWriter out = command.commandLine().getOut();
      boolean well = context.getBean(Status.class).tell(out);
      out.flush();
      return well ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
