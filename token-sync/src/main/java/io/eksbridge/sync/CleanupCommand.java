// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.startup.Version;
import io.eksbridge.sync.watch.Cleanup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Takes away what token-sync made.
@Command(
    name = "cleanup",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Takes all copies away and leaves other people's Secrets to them; 0 when none is left.")
final class CleanupCommand implements Callable<Integer> {
  @Spec CommandSpec command;
  @Mixin Options options;

  @Override
  public Integer call() {
    return TokenSync.once(command, options.unknown(), Cleanup.class);
  }
}
