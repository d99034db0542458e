// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;

/// What `cleanup` may take away.
///
/// @param deleteAddress whether the stable Service goes
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CLEANUP)
@ConfigurationProperties(FargateInjector.SERVICE)
public record CleanupConfig(@Bindable(defaultValue = DELETE_ADDRESS) String deleteAddress) {
  static final String DELETE_ADDRESS = "unused";

  /// Refuses other words.
  public CleanupConfig {
    Require.choice("--delete-address", deleteAddress, When.values());
  }

  /// When the stable Service goes.
  public When when() {
    return Require.choice("--delete-address", deleteAddress, When.values());
  }

  /// When something goes.
  public enum When {
    /// When no pod needs it any more.
    UNUSED,
    /// Whoever needs it.
    ALWAYS,
    /// Not at all.
    NEVER
  }
}
