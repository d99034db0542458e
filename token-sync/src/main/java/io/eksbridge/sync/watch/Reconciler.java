// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.AccessConfig;
import io.eksbridge.sync.DemandConfig;
import io.eksbridge.sync.Scope;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.Secrets;
import io.eksbridge.sync.kube.Sight;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Selection;
import io.eksbridge.sync.plan.Source;
import io.eksbridge.sync.plan.Why;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks at the copies of one namespace: what is there, what is to be done, do it, tell it. Never
/// at what happened: it can be asked at any time and as often as one likes.
@Singleton
final class Reconciler {
  private static final int ATTEMPTS = 3; // for an object that changes under our hands

  private final Observed observed;
  private final Scope scope;
  private final Secrets secrets;
  private final Standing standing;
  private final Past past;
  private final Retirement retirement;
  private final boolean force;
  private final boolean byConsent;
  private final boolean exact;

  Reconciler(
      Observed observed,
      Secrets secrets,
      Standing standing,
      Past past,
      Retirement retirement,
      Scope scope,
      TokenSyncConfig config,
      DemandConfig demand,
      AccessConfig access) {
    this.byConsent = access.byConsent();
    this.observed = observed;
    this.past = past;
    this.retirement = retirement;
    this.force = demand.force();
    this.scope = scope;
    this.secrets = secrets;
    this.standing = standing;
    this.exact = config.dryRun();
  }

  /// Looks at each place of a copy in `namespace`, which somebody asked for at `asked`
  /// (nanoseconds); at nothing when there is no such namespace.
  List<Outcome> look(String namespace, long asked) {
    return places(namespace).flatMap(place -> look(place, asked).stream()).toList();
  }

  private Optional<Outcome> look(Place place, long asked) {
    Optional<NamespaceView> view = observed.view(place);
    if (view.isEmpty()) {
      standing.forget(place);
      return Optional.empty();
    }
    long began = System.nanoTime();
    Outcome outcome = byConsent ? looked(place, view.get(), 1) : performed(place, view.get(), 1);
    if (outcome.change() instanceof Change.Write
        && outcome.result().orElseThrow() instanceof ApplyResult.Applied(var now)) {
      now.ifPresent(copy -> observed.copy(place, copy));
    }
    standing.report(outcome, asked, began);
    return Optional.of(outcome);
  }

  /// What would be done for `namespace` now, without doing it.
  List<Outcome> plan(String namespace) {
    return places(namespace)
        .flatMap(
            place ->
                observed
                    .view(place)
                    .map(view -> new Outcome(place.secret(), plan(place, view), Optional.empty()))
                    .stream())
        .toList();
  }

  private Change plan(Place place, NamespaceView view) {
    return switch (byConsent ? secrets.look(place) : new Sight.Seen(view.copy())) {
      case Sight.Seen(var copy) -> {
        NamespaceView seen = view.with(copy, view.hasPods(), view.lingers());
        yield asked(place, seen) instanceof Sight.Seen(var known)
            ? decided(place, view.with(known, view.hasPods(), view.lingers()))
            : decided(place, seen);
      }
      case Sight.NotAllowed _, Sight.Unseen _ -> decided(place, view.withoutConsent());
    };
  }

  private Stream<Place> places(String namespace) {
    return scope.secrets().stream().map(secret -> new Place(namespace, secret));
  }

  private Change decided(Place place, NamespaceView view) {
    Selection selection = scope.selection(place.secret());
    Source source = selection.source(observed.source(), view);
    return retirement.checked(place.secret(), Change.decide(selection, force, source, view));
  }

  /// What of a copy must be asked before it can be decided on.
  private Sight asked(Place place, NamespaceView view) {
    Selection selection = scope.selection(place.secret());
    boolean matters = selection.selects(view) && !selection.isSource(view) && !view.terminating();
    return selection.source(observed.source(), view) instanceof Source.Good source && matters
        ? view.copy()
            .filter(copy -> copy.asks(source, exact))
            .map(copy -> secrets.compare(place, copy, source))
            .orElse(new Sight.Seen(view.copy()))
        : new Sight.Seen(view.copy());
  }

  /// How many copies are yet to get these values, leaving aside those that cannot, which are
  /// reported.
  long lacking(Source.Good source) {
    return observed.namespaces().stream()
        .flatMap(this::places)
        .filter(place -> !standing.refused(place))
        .filter(
            place -> observed.view(place).filter(view -> lacks(place, view, source)).isPresent())
        .count();
  }

  private boolean lacks(Place place, NamespaceView view, Source.Good source) {
    Selection selection = scope.selection(place.secret());
    boolean wanted = !view.terminating() && !selection.isSource(view) && selection.selects(view);
    return wanted
        && selection.source(source, view) instanceof Source.Good good
        && view.copy().filter(copy -> copy.holds(good)).isEmpty();
  }

  private Outcome looked(Place place, NamespaceView view, int attempt) {
    return switch (secrets.look(place)) {
      case Sight.Seen(var copy) -> {
        copy.ifPresentOrElse(now -> observed.copy(place, now), () -> observed.copyAbsent(place));
        yield performed(place, observed.view(place).orElse(view), attempt);
      }
      case Sight.NotAllowed _ -> performed(place, view.withoutConsent(), attempt);
      case Sight.Unseen(var why) -> unseen(place, why);
    };
  }

  private Outcome performed(Place place, NamespaceView view, int attempt) {
    if (scope.selection(place.secret()).selects(view)) {
      past.qualifies(place);
    } else {
      past.doesNotQualify(place);
    }
    return switch (asked(place, view)) {
      case Sight.Unseen(var why) -> unseen(place, why);
      case Sight.NotAllowed _ -> unseen(place, new ApplyResult.Forbidden());
      case Sight.Seen(var copy) -> {
        copy.ifPresent(now -> observed.copy(place, now));
        yield done(place, view.with(copy, view.hasPods(), view.lingers()), attempt);
      }
    };
  }

  private Outcome done(Place place, NamespaceView view, int attempt) {
    return switch (decided(place, view)) {
      case Change.Leave leave -> new Outcome(place.secret(), leave, Standing.refusal(leave, view));
      case Change.Write write -> {
        ApplyResult result = secrets.perform(place.secret(), write);
        yield result instanceof ApplyResult.Outrun && attempt < ATTEMPTS
            ? looked(place, view, attempt + 1) // it changed meanwhile: what about it as it is?
            : new Outcome(place.secret(), write, Optional.of(result));
      }
    };
  }

  private static Outcome unseen(Place place, ApplyResult why) {
    return new Outcome(
        place.secret(), new Change.Leave(place.namespace(), Why.UNSEEN), Optional.of(why));
  }
}
