// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.startup.Version;
import io.eksbridge.sync.watch.Discovering;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Finds the names to set.
@Command(
    name = "discover",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Prints where this cluster's cluster agents read token and API key, from their Deployments"
            + " and no Secret; 0 when there is one.")
final class DiscoverCommand implements Callable<Integer> {
  @Spec CommandSpec command;
  @Mixin Options options;

  @Override
  public Integer call() {
    return TokenSync.once(command, options.unknown(), Discovering.class);
  }
}
