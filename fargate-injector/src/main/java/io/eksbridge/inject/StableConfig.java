// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Service whose address does not change.
///
/// @param stableService whether it is kept
/// @param stableAddress that it is to have; absent, one that is free
@Requires(property = FargateInjector.COMMAND, pattern = "controller|status")
@ConfigurationProperties(FargateInjector.SERVICE)
public record StableConfig(
    @Bindable(defaultValue = "true") boolean stableService, @Nullable String stableAddress) {
  /// Refuses an address that is none.
  public StableConfig {
    if (stableAddress != null) {
      Require.ip("--stable-address", stableAddress);
      if (!stableService) {
        throw new Refusal("--stable-address and --stable-service=false do not go together");
      }
    }
  }

  /// The address that it is to have.
  public Optional<String> wanted() {
    return Optional.ofNullable(stableAddress);
  }
}
