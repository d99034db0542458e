// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.startup.Refusal;
import io.eksbridge.sync.plan.Brake;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// For whom copies are kept, and when they are taken away.
///
/// @param followPods whether namespaces get a copy for the pods in them
/// @param releaseDelay how long a copy stays when its namespace no longer qualifies
/// @param releaseLimit the part of all copies, in percent, that may lose their reason to be before
///     none is taken away
/// @param force whether values that others hold are taken over
@ConfigurationProperties(TokenSyncConfig.SERVICE)
public record DemandConfig(
    @Bindable(defaultValue = FOLLOW_PODS) boolean followPods,
    @Bindable(defaultValue = RELEASE_DELAY) Duration releaseDelay,
    @Bindable(defaultValue = RELEASE_LIMIT) int releaseLimit,
    @Bindable(defaultValue = "false") boolean force) {
  static final String FOLLOW_PODS = "true";
  static final String RELEASE_DELAY = "10m";
  static final String RELEASE_LIMIT = "30";

  public DemandConfig {
    if (releaseDelay.isNegative()) {
      throw new Refusal("--release-delay must not be negative: " + releaseDelay);
    }
    if (releaseLimit < 0 || releaseLimit > 100) {
      throw new Refusal("--release-limit must be from 0 to 100: " + releaseLimit);
    }
  }

  /// What stops a mass deletion.
  public Brake brake() {
    return new Brake(releaseLimit);
  }
}
