// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags of the Service whose address does not change.
final class StableFlags {
  @Option(
      names = "--stable-service",
      paramLabel = "true|false",
      arity = "1",
      defaultValue = "true",
      description =
          "Whether the Service cluster-agent-stable is kept beside the cluster agent, for pods that"
              + " cannot resolve its name. Default: ${DEFAULT-VALUE}")
  boolean stableService;

  @Option(
      names = "--stable-address",
      paramLabel = "IP",
      description =
          "The cluster IP that it is to have. Default: the one that it had, else a free one of the"
              + " static band")
  @Nullable String stableAddress;
}
