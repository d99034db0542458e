// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.Nullable;

/// Where `status` has pods created by dry run.
///
/// @param canaryNamespace the namespace; none where the webhook is not to be asked
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.STATUS)
@ConfigurationProperties(FargateInjector.SERVICE)
public record CanaryConfig(@Nullable String canaryNamespace) {
  /// Refuses what cannot be a namespace.
  public CanaryConfig {
    if (canaryNamespace != null) {
      Require.name("--canary-namespace", canaryNamespace);
    }
  }
}
