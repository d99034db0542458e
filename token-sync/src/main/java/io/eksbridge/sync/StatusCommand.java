// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.startup.Version;
import io.eksbridge.sync.watch.Status;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Tells how things stand.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Prints sources, rotation, copies and who runs with an old token; 0 when all is as it"
            + " should be.")
final class StatusCommand implements Callable<Integer> {
  @Spec CommandSpec command;
  @Mixin Options options;

  @Override
  public Integer call() {
    return TokenSync.once(command, Map.of("token-sync.dry-run", true), Status.class);
  }
}
