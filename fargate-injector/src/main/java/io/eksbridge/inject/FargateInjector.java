// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.coverage.Explain;
import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Version;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line of the injector.
@Command(
    name = FargateInjector.SERVICE,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {WebhookCommand.class, Explain.class},
    description = "Puts the Datadog Agent into Fargate pods, with a URL that always resolves.")
public final class FargateInjector implements Runnable {
  /// The name of the service, of its folder and of its properties.
  public static final String SERVICE = "fargate-injector";

  /// What its environment variables begin with.
  public static final String VARIABLES = "FARGATE_INJECTOR";

  @Spec CommandSpec command;

  /// Runs the command line and ends the process.
  public static void main(String[] arguments) {
    System.exit(Startup.execute(new FargateInjector(), List.of(VARIABLES), arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "a command is needed: webhook or explain");
  }
}
