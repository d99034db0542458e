// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static io.eksbridge.sync.TokenSyncConfig.SERVICE;
import static io.eksbridge.sync.TokenSyncConfig.UNSOURCED;

import io.eksbridge.startup.Refusal;
import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Subcommands;
import io.eksbridge.startup.Version;
import io.eksbridge.sync.watch.OnePass;
import io.eksbridge.sync.watch.Task;
import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line of token-sync.
@Command(
    name = SERVICE,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Keeps one Secret, composed of the cluster agent's token and the API key, in each namespace"
          + " that runs sidecars.",
      "Each flag may also be set by a variable: TOKEN_SYNC_ and its name in capitals."
    })
public final class TokenSync implements Callable<Integer>, Subcommands {
  @Spec CommandSpec command;

  @Mixin Options options;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Health and metrics. Default: ${DEFAULT-VALUE}")
  int managementPort;

  @Option(
      names = "--once",
      description = "One pass, one line per namespace; 0 when all copies are true, else 1.")
  boolean once;

  @Option(
      names = "--dry-run",
      description = "With --once: the API server checks each change and stores none.")
  boolean dryRun;

  /// Serves, or runs a command.
  public static void main(String[] arguments) {
    System.exit(Startup.execute(new TokenSync(), List.of("TOKEN_SYNC"), arguments));
  }

  @Override
  public List<Class<?>> subcommands() {
    return List.of(
        PlanCommand.class, StatusCommand.class, CleanupCommand.class, DiscoverCommand.class);
  }

  @Override
  public Integer call() {
    if (dryRun && !once) {
      throw new Refusal("--dry-run goes with --once");
    }
    return once
        ? once(command, Map.of(), OnePass.class)
        : Startup.serve(SERVICE, command, sourceless());
  }

  /// Where a source was not given, it is looked for and told, and nothing else is done.
  private Map<String, Object> sourceless() {
    var fixed = new HashMap<>(options.unknown());
    if (!fixed.isEmpty()) {
      fixed.put(UNSOURCED, String.join(",", options.missing()));
    }
    return fixed;
  }

  /// Does one task with the settings of a parsed command; `fixed` is what the command decides.
  static int once(CommandSpec command, Map<String, Object> fixed, Class<? extends Task> task) {
    try (ApplicationContext context = Startup.context(SERVICE, command, fixed).start()) {
      return context.getBean(task).run(command.commandLine().getOut());
    }
  }
}
