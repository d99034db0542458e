// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.certificate;

import java.time.Instant;
import java.util.Optional;

/// A certificate is served only after the API server knows who signed it, and an authority is
/// trusted until no webhook serves what it signed: so no call fails while one follows the other.
public final class Rotation {
  private Rotation() {}

  /// What was seen.
  ///
  /// @param held what the Secret holds
  /// @param published whether each configuration trusts all whom it should
  /// @param since for how long it has been seen exactly so
  /// @param now the time
  public record View(Held held, boolean published, Instant since, Instant now) {}

  /// The next step.
  public static Step decide(View view, Terms terms) {
    Held held = view.held();
    if (held.next().isPresent()) {
      return next(held.next().get(), view, terms);
    }
    return needed(held.serving(), view.now(), terms)
        .<Step>map(Step.Issue::new)
        .orElseGet(() -> serving(held.serving().orElseThrow(), view, terms));
  }

  private static Step next(Pair next, View view, Terms terms) {
    if (!next.usable(view.now())) {
      return new Step.Issue(next.fits() ? Step.Why.EXPIRED : Step.Why.UNFIT);
    }
    if (!view.published()) {
      return new Step.Hold(Step.Phase.PUBLISHING, view.now().plus(terms.publish()));
    }
    if (unserved(view)) {
      return new Step.Switch(Step.Why.FIRST);
    }
    Instant known = view.since().plus(terms.publish());
    return view.now().isBefore(known)
        ? new Step.Hold(Step.Phase.PUBLISHING, known)
        : new Step.Switch(Step.Why.PUBLISHED);
  }

  /// Whether there is nothing that the API server would take, so that there is nothing to wait for.
  private static boolean unserved(View view) {
    Held held = view.held();
    return held.serving().filter(pair -> pair.usable(view.now())).isEmpty()
        && held.previous().stream().noneMatch(each -> view.now().isBefore(each.end()));
  }

  private static Step serving(Pair serving, View view, Terms terms) {
    Instant renewal = serving.end().minus(terms.reserve());
    if (view.held().previous().isEmpty()) {
      return new Step.Hold(Step.Phase.SETTLED, renewal);
    }
    Instant reloaded = view.since().plus(terms.retire());
    return view.now().isBefore(reloaded)
        ? new Step.Hold(Step.Phase.RELOADING, reloaded.isBefore(renewal) ? reloaded : renewal)
        : new Step.Retire(Step.Why.RELOADED);
  }

  private static Optional<Step.Why> needed(Optional<Pair> serving, Instant now, Terms terms) {
    if (serving.isEmpty()) {
      return Optional.of(Step.Why.ABSENT);
    }
    Pair pair = serving.get();
    if (!pair.fits()) {
      return Optional.of(Step.Why.UNFIT);
    }
    if (!now.isBefore(pair.end())) {
      return Optional.of(Step.Why.EXPIRED);
    }
    boolean due = !now.isBefore(pair.end().minus(terms.reserve()));
    return due ? Optional.of(Step.Why.RENEWAL_DUE) : Optional.empty();
  }
}
