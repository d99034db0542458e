// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static io.eksbridge.sync.TokenSyncConfig.CONCURRENCY;
import static io.eksbridge.sync.TokenSyncConfig.NAMESPACE_SELECTOR;
import static io.eksbridge.sync.TokenSyncConfig.SERVICE;

import io.eksbridge.startup.Refusal;
import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Version;
import io.eksbridge.sync.watch.OnePass;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line of token-sync.
@Command(
    name = SERVICE,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Keeps one Secret, composed of the cluster agent's token and the API key, in each namespace that runs sidecars.",
      "Each flag may also be set by a variable: TOKEN_SYNC_ and its name in capitals."
    })
final class TokenSync implements Callable<Integer> {
  @Spec CommandSpec command;

  @Option(
      names = "--api-key-source",
      paramLabel = "NAMESPACE/NAME/KEY",
      description = "Where the API key is. Required.")
  String apiKeySource;

  @Option(
      names = "--token-source",
      paramLabel = "NAMESPACE/NAME/KEY",
      description = "Where the cluster agent's token is. Required.")
  String tokenSource;

  @Option(
      names = "--copy-name",
      paramLabel = "NAME",
      defaultValue = Names.COPY_SECRET,
      description = "The copy's name in each namespace. Default: ${DEFAULT-VALUE}")
  String copyName;

  @Option(
      names = "--namespace-selector",
      paramLabel = "SELECTOR",
      defaultValue = NAMESPACE_SELECTOR,
      description =
          "Labels of the namespaces that get a copy; '' for none by label. Default: ${DEFAULT-VALUE}")
  String namespaceSelector;

  @Option(
      names = "--namespaces",
      paramLabel = "NAME,...",
      description = "Further namespaces that get a copy, * for any part of a name. Default: none")
  String namespaces;

  @Option(
      names = "--exclude-namespaces",
      paramLabel = "NAME,...",
      description = "Namespaces that get none, * for any part of a name. Default: none")
  String excludeNamespaces;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: the ServiceAccount of the pod.")
  Path kubeconfig;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = CONCURRENCY,
      description = "Changes under way at once. Default: ${DEFAULT-VALUE}")
  int concurrency;

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

  public static void main(String[] arguments) {
    System.exit(Startup.execute(new TokenSync(), List.of("TOKEN_SYNC"), arguments));
  }

  @Override
  public Integer call() {
    if (dryRun && !once) {
      throw new Refusal("--dry-run goes with --once");
    }
    return once ? pass() : Startup.serve(SERVICE, command, Map.of());
  }

  private int pass() {
    try (ApplicationContext context = Startup.context(SERVICE, command, Map.of()).start()) {
      return context.getBean(OnePass.class).run(command.commandLine().getOut());
    }
  }
}
