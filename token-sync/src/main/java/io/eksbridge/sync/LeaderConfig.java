// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where replicas find each other, and what a restart must remember.
///
/// @param stateNamespace where the Lease and the state of a rotation are, if there may be several
/// @param leaseDuration after how long without a sign of the leader another one takes over
@ConfigurationProperties(TokenSyncConfig.SERVICE)
public record LeaderConfig(
    @Nullable String stateNamespace,
    @Bindable(defaultValue = LEASE_DURATION) Duration leaseDuration) {
  static final String LEASE_DURATION = "15s";
  private static final Duration SHORTEST = Duration.ofSeconds(3);

  public LeaderConfig {
    if (leaseDuration.compareTo(SHORTEST) < 0) {
      throw new Refusal("--lease-duration must be 3s or longer: " + leaseDuration);
    }
  }

  /// The namespace of Lease and state, unless we are alone and remember nothing.
  public Optional<String> namespace() {
    return Optional.ofNullable(stateNamespace).filter(name -> !name.isBlank());
  }

  /// After how long without an answer the leader gives up.
  public Duration renewDeadline() {
    return leaseDuration.multipliedBy(2).dividedBy(3);
  }

  /// How often the leader renews and the others ask.
  public Duration retryPeriod() {
    return leaseDuration.dividedBy(7);
  }
}
