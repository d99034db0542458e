// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.wave.Limits;
import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// Whether and how fast the owners of pods are restarted.
///
/// @param restartStale where pods carry an old address
/// @param restartMissed where pods have no Agent and would get one
/// @param restartAtOnce in a wave
/// @param restartPerHour in all waves of an hour
/// @param restartSettling from a restart until it must have helped
/// @param restartDeadline of a rollout
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@ConfigurationProperties(FargateInjector.SERVICE)
public record RestartConfig(
    @Bindable(defaultValue = "false") boolean restartStale,
    @Bindable(defaultValue = "false") boolean restartMissed,
    @Bindable(defaultValue = AT_ONCE) int restartAtOnce,
    @Bindable(defaultValue = PER_HOUR) int restartPerHour,
    @Bindable(defaultValue = SETTLING) Duration restartSettling,
    @Bindable(defaultValue = DEADLINE) Duration restartDeadline) {
  static final String AT_ONCE = "3";
  static final String PER_HOUR = "20";
  static final String SETTLING = "PT1M";
  static final String DEADLINE = "PT10M";

  private static final int MOST = 200; // what the ledger of a day holds

  /// Refuses what would restart nothing, or too much to remember.
  public RestartConfig {
    number("--restart-at-once", restartAtOnce);
    number("--restart-per-hour", restartPerHour);
    positive("--restart-settling", restartSettling);
    positive("--restart-deadline", restartDeadline);
  }

  /// Whether anything is restarted.
  public boolean wanted() {
    return restartStale || restartMissed;
  }

  /// How fast.
  public Limits limits() {
    return new Limits(restartAtOnce, restartPerHour, restartSettling, restartDeadline);
  }

  private static void number(String flag, int value) {
    if (value < 1 || value > MOST) {
      throw new Refusal(flag + " must be between 1 and " + MOST + ", not " + value);
    }
  }

  private static void positive(String flag, Duration value) {
    if (!value.isPositive()) {
      throw new Refusal(flag + " must be more than nothing, not " + value);
    }
  }
}
