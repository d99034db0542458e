// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import io.eksbridge.inject.api.RefusedByApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// When what went wrong is tried again: each name by itself, ever later; all of them later where
/// the API server wants to be left alone.
final class Patience {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int DOUBLINGS = 7;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  private final Map<String, Failure> failures = new HashMap<>();
  private Instant open = Instant.MIN;
  private int refusals;

  /// What went wrong the last time.
  ///
  /// @param times in a row
  /// @param again when
  /// @param why in the API server's words
  record Failure(int times, Instant again, String why) {}

  /// Whether this name may be tried.
  synchronized boolean allows(String name, Instant now) {
    Failure failure = failures.get(name);
    return !now.isBefore(open) && (failure == null || !now.isBefore(failure.again()));
  }

  synchronized void succeeded(String name) {
    failures.remove(name);
    refusals = 0;
  }

  synchronized void failed(String name, IOException why, Instant now) {
    int times = failures.containsKey(name) ? failures.get(name).times() + 1 : 1;
    failures.put(
        name, new Failure(times, now.plus(pause(times)), String.valueOf(why.getMessage())));
    boolean crowded =
        !(why instanceof RefusedByApi refusal)
            || refusal.code() == TOO_MANY
            || refusal.code() >= SERVER;
    if (crowded && !now.isBefore(open)) {
      refusals++;
      Duration asked = why instanceof RefusedByApi refusal ? refusal.pause() : Duration.ZERO;
      Duration own = pause(refusals);
      open = now.plus(asked.compareTo(own) > 0 ? asked : own);
    }
  }

  /// Forgets the names that nothing is to be done about any more.
  synchronized void only(java.util.Set<String> names) {
    failures.keySet().retainAll(names);
  }

  /// When something may be tried again.
  synchronized Optional<Instant> next() {
    return failures.values().stream()
        .map(failure -> failure.again().isBefore(open) ? open : failure.again())
        .min(Instant::compareTo);
  }

  /// One of the things that go wrong, the one that has for longest.
  synchronized Optional<String> problem() {
    return failures.values().stream()
        .filter(failure -> failure.times() > 1)
        .max((one, other) -> Integer.compare(one.times(), other.times()))
        .map(Failure::why);
  }

  private static Duration pause(int times) {
    Duration pause = FIRST.multipliedBy(1L << Math.min(times - 1, DOUBLINGS));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
