// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.startup.Version;
import io.eksbridge.sync.watch.Planning;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Tells what a pass would do, and does nothing.
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Prints what one pass would do, asked of the API server with dryRun; 0 when nothing is to"
            + " be done.")
final class PlanCommand implements Callable<Integer> {
  @Spec CommandSpec command;
  @Mixin Options options;

  @Override
  public Integer call() {
    return TokenSync.once(command, Map.of("token-sync.dry-run", true), Planning.class);
  }
}
