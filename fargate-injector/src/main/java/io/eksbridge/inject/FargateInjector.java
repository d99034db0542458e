// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.coverage.Explain;
import io.eksbridge.startup.Ahead;
import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Subcommands;
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
    description = "Puts the Datadog Agent into Fargate pods, with a URL that always resolves.")
public final class FargateInjector implements Runnable, Ahead, Subcommands {
  /// The name of the service, of its folder and of its properties.
  public static final String SERVICE = "fargate-injector";

  /// What its environment variables begin with.
  public static final String VARIABLES = "FARGATE_INJECTOR";

  /// The property that says which command runs: what belongs to another is not there.
  public static final String COMMAND = SERVICE + ".command";

  /// The command that answers the API server.
  public static final String WEBHOOK = "webhook";

  /// The command that keeps the webhook's certificate and configurations.
  public static final String CONTROLLER = "controller";

  /// The command that takes away what the controller made.
  public static final String CLEANUP = "cleanup";

  /// The command that tells how things stand.
  public static final String STATUS = "status";

  @Spec CommandSpec command;

  /// Runs the command line and ends the process.
  public static void main(String[] arguments) {
    System.exit(Startup.execute(new FargateInjector(), List.of(VARIABLES), arguments));
  }

  @Override
  public List<Class<?>> subcommands() {
    return List.of(
        WebhookCommand.class,
        ControllerCommand.class,
        CleanupCommand.class,
        StatusCommand.class,
        Explain.class);
  }

  @Override
  public void loadForCalls() {
    FirstCalls.load();
  }

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(),
        "a command is needed: webhook, controller, status, cleanup or explain");
  }
}
