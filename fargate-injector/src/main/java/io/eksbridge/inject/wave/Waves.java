// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.wave;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Restarts in waves: one owner first, and more only where that helped; never two waves at once,
/// no more than so many an hour, and each owner once a cause.
public final class Waves {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private Waves() {}

  /// What is to be done.
  ///
  /// @param wanted the owners whose pods a restart would mend, and for which cause
  /// @param rollouts of open restarts and of those owners, as far as they were looked at; one that
  ///     is not there any more has none
  /// @param looked the owners that were looked at
  public static Move decide(
      Ledger ledger,
      Map<Owner, Cause> wanted,
      Map<Owner, Rollout> rollouts,
      Set<Owner> looked,
      Limits limits,
      Instant now) {
    Set<String> ended = new TreeSet<>();
    for (Ledger.Entry each : ledger.open()) {
      Rollout rollout = rollouts.get(each.owner());
      boolean over =
          rollout == null || !rollout.uid().equals(each.owner().uid()) || rollout.complete();
      if (looked.contains(each.owner()) && over) {
        ended.add(each.owner().uid());
      }
    }
    if (!ended.isEmpty()) {
      return new Move.Close(ledger.closed(ended));
    }
    if (!ledger.open().isEmpty()) {
      return waiting(ledger.open(), limits, now);
    }
    return idle(ledger, wanted, rollouts, limits, now);
  }

  private static Move waiting(List<Ledger.Entry> open, Limits limits, Instant now) {
    Ledger.Entry oldest = open.getFirst();
    if (now.isAfter(oldest.at().plus(limits.deadline()))) {
      return new Move.Halt(
          Move.Reason.STUCK,
          "the rollout of %s has not ended in %s: look at its pods; when it ends, restarts go on"
              .formatted(oldest.owner().title(), limits.deadline()));
    }
    return new Move.Rest(now.plus(LOOK), "waiting for " + titles(open));
  }

  private static Move idle(
      Ledger ledger,
      Map<Owner, Cause> wanted,
      Map<Owner, Rollout> rollouts,
      Limits limits,
      Instant now) {
    for (Ledger.Entry each : ledger.entries()) {
      Cause lacking = wanted.get(each.owner());
      boolean still = lacking != null && each.cause().equals(lacking.text());
      if (still && now.isBefore(each.at().plus(limits.settling()))) {
        return new Move.Rest(now.plus(LOOK), "waiting for the pods of " + each.owner().title());
      }
      if (still) {
        return new Move.Halt(
            Move.Reason.NO_HELP,
            "%s was restarted (%s), and its pods lack the same as before: look at the Events of its"
                    .formatted(each.owner().title(), each.cause())
                + " pods; nothing more is restarted until they are well");
      }
    }
    List<Owner> fit =
        wanted.entrySet().stream()
            .filter(each -> fits(rollouts.get(each.getKey()), each, now))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (fit.isEmpty()) {
      return new Move.Rest(now.plus(IDLE), wanted.isEmpty() ? "nothing to restart" : "none is fit");
    }
    List<Ledger.Entry> lately = ledger.since(now.minus(HOUR));
    int left = limits.perHour() - lately.size();
    if (left <= 0) {
      Instant again = Ledger.first(lately).orElse(now).plus(HOUR);
      return new Move.Rest(again, "%d were restarted within the hour".formatted(lately.size()));
    }
    String cause = text(wanted, fit.getFirst());
    boolean proven =
        ledger.entries().stream().anyMatch(each -> each.done() && each.cause().equals(cause));
    int size = Math.min(left, proven ? limits.atOnce() : 1);
    List<Owner> wave =
        fit.stream().filter(each -> cause.equals(text(wanted, each))).limit(size).toList();
    return new Move.Restart(wave, cause, ledger.with(wave, cause, now));
  }

  /// Its last rollout is over, a new one would do something, and it has had none for this cause.
  private static boolean fits(
      @Nullable Rollout rollout, Map.Entry<Owner, Cause> wanted, Instant now) {
    return rollout != null
        && rollout.uid().equals(wanted.getKey().uid())
        && rollout.complete()
        && rollout.obstacle().isEmpty()
        && !rollout.had(wanted.getValue(), now);
  }

  private static String text(Map<Owner, Cause> wanted, Owner owner) {
    return Optional.ofNullable(wanted.get(owner)).map(Cause::text).orElse("");
  }

  private static String titles(List<Ledger.Entry> entries) {
    return entries.stream().map(each -> each.owner().title()).collect(Collectors.joining(", "));
  }
}
