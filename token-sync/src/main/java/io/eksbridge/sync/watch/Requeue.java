// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.plan.Why;
import java.time.Duration;
import java.util.Optional;

/// When to look at a namespace again, after what the API server answered: the only place where an
/// answer becomes a delay.
final class Requeue {
  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(5);
  static final Duration AGAIN = Duration.ofMinutes(1);

  private Requeue() {}

  /// The delay after an outcome, the `attempt`th in a row that failed (from 1): `left` is how long
  /// a copy that lost its reason yet stays. Where no copy is watched, `unwatched`, what is as it
  /// should be is looked at again as well.
  static Optional<Duration> after(
      Outcome outcome, Optional<Duration> left, boolean unwatched, int attempt, double chance) {
    Why why = outcome.change().why();
    Optional<Duration> delay =
        outcome.result().isEmpty() || why == Why.NO_CONSENT
            ? after(why, left)
            : after(outcome.result().get(), attempt, chance);
    return delay.or(() -> unwatched && outcome.wanted() ? Optional.of(AGAIN) : Optional.empty());
  }

  private static Optional<Duration> after(Why why, Optional<Duration> left) {
    return switch (why) {
      case LINGERING -> left;
      case BRAKED, NO_CONSENT -> Optional.of(AGAIN);
      case MISSING,
          SOURCE_CHANGED,
          DRIFT,
          FOREIGN,
          FORCED,
          TENDED,
          NOT_SELECTED,
          EXCLUDED,
          CLEANUP,
          SOURCE_HELD,
          WAITING,
          IS_SOURCE,
          UNSEEN,
          TRUE,
          TERMINATING ->
          Optional.empty();
    };
  }

  /// The delay after the answer to the `attempt`th try in a row (from 1), or nothing where an event
  /// will tell. `chance` from 0 to 1 spreads the tries.
  static Optional<Duration> after(ApplyResult result, int attempt, double chance) {
    return switch (result) {
      case ApplyResult.Applied _, ApplyResult.NamespaceGone _ -> Optional.empty();
      case ApplyResult.Conflict _, ApplyResult.Immutable _ -> Optional.of(spread(LONGEST, chance));
      case ApplyResult.Busy(var retryAfter) ->
          Optional.of(retryAfter.orElseGet(() -> backoff(attempt, chance)));
      case ApplyResult.Outrun _,
          ApplyResult.OverQuota _,
          ApplyResult.Forbidden _,
          ApplyResult.Unreachable _,
          ApplyResult.Refused _ ->
          Optional.of(backoff(attempt, chance));
    };
  }

  /// One second, doubled with each try, up to five minutes; spread by a quarter to both sides.
  static Duration backoff(int attempt, double chance) {
    long doubled = FIRST.toMillis() << Math.min(attempt - 1, 20);
    return spread(Duration.ofMillis(Math.min(doubled, LONGEST.toMillis())), chance);
  }

  private static Duration spread(Duration duration, double chance) {
    return Duration.ofMillis(Math.round(duration.toMillis() * (0.75 + chance / 2)));
  }
}
