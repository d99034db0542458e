// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import io.eksbridge.inject.service.Range.Family;
import io.eksbridge.inject.service.Step.Why;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Which address is asked for next: the one that the operator wants and no other; else the one
/// that the Service had, one that nobody gets by chance, and any.
///
/// @param view what there is
/// @param wish of the operator
/// @param memory of the address that the Service had
/// @param family of the address
record Asking(View view, Wish wish, Optional<Memory> memory, Family family) {
  /// A Service that is deleted may keep its address for a moment.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final Duration WHILE = Duration.ofMinutes(1);
  private static final int CANDIDATES = 8;

  Next next(BiConsumer<Trouble, String> tell) {
    return wish.address().isPresent() ? wanted(wish.address().get(), tell) : any(tell);
  }

  private Next wanted(String address, BiConsumer<Trouble, String> tell) {
    Optional<InetAddress> value = Range.address(address);
    List<Range> ranges = view.ranges();
    List<String> texts = ranges.stream().map(Range::text).toList();
    if (!ranges.isEmpty() && value.filter(each -> in(ranges, each)).isEmpty()) {
      tell.accept(
          Trouble.OUTSIDE_RANGE, address + " is not in " + String.join(" or ", texts) + ".");
      return new Later(view.now().plus(WHILE));
    }
    ranges.stream()
        .filter(range -> value.filter(range::holds).isPresent())
        .filter(range -> value.filter(range::isStatic).isEmpty())
        .findFirst()
        .ifPresent(
            range ->
                tell.accept(
                    Trouble.OUTSIDE_STATIC_BAND,
                    "Of "
                        + range.text()
                        + " only "
                        + range.bandText()
                        + " go to nobody by"
                        + " themselves; "
                        + address
                        + " is not among them."));
    return view.refusal(address)
        .map(
            each -> {
              tell.accept(trouble(each.kind()), "The API server says: " + each.words());
              return patient(each, WHILE, Why.WANTED);
            })
        .orElseGet(() -> new Ask(address, Why.WANTED));
  }

  private Next any(BiConsumer<Trouble, String> tell) {
    for (Ask ask : asks()) {
      Optional<Refusal> refused = view.refusal(ask.address());
      if (refused.isEmpty()) {
        return ask;
      }
      Refusal refusal = refused.get();
      boolean waits =
          ask.why() == Why.REMEMBERED
              && refusal.kind() == Refusal.Kind.TAKEN
              && view.now().isBefore(refusal.since().plus(PATIENCE));
      if (ask.why() == Why.REMEMBERED) {
        tell.accept(trouble(refusal.kind()), "The API server says: " + refusal.words());
      }
      if (waits) {
        return patient(refusal, MOMENT, Why.REMEMBERED);
      }
    }
    return new Later(view.now().plus(WHILE));
  }

  private List<Ask> asks() {
    var asks = new ArrayList<Ask>();
    memory.ifPresent(each -> asks.add(new Ask(each.address(), Why.REMEMBERED)));
    view.ranges().stream()
        .filter(range -> range.family() == family)
        .flatMap(range -> range.candidates(CANDIDATES).stream())
        .limit(CANDIDATES)
        .forEach(each -> asks.add(new Ask(each, Why.STATIC_BAND)));
    asks.add(new Ask("", Why.ANY));
    return asks;
  }

  /// Asks again after a pause.
  private Next patient(Refusal refusal, Duration pause, Why why) {
    Instant again = refusal.last().plus(pause);
    return view.now().isBefore(again) ? new Later(again) : new Ask(refusal.address(), why);
  }

  private static boolean in(List<Range> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.holds(address));
  }

  private static Trouble trouble(Refusal.Kind kind) {
    return switch (kind) {
      case TAKEN -> Trouble.ADDRESS_TAKEN;
      case OUTSIDE -> Trouble.OUTSIDE_RANGE;
    };
  }

  /// What follows.
  sealed interface Next {}

  /// Ask for this one.
  record Ask(String address, Why why) implements Next {}

  /// Ask again then.
  record Later(Instant again) implements Next {}
}
