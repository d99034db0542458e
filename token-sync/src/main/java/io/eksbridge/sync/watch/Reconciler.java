// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.AccessConfig;
import io.eksbridge.sync.DemandConfig;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.Secrets;
import io.eksbridge.sync.kube.Sight;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Selection;
import io.eksbridge.sync.plan.Source;
import io.eksbridge.sync.plan.Why;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Looks at one namespace: what is there, what is to be done, do it, tell it. Never at what
/// happened: it can be asked at any time and as often as one likes.
@Singleton
final class Reconciler {
  private static final int ATTEMPTS = 3; // for an object that changes under our hands

  private final Observed observed;
  private final Selection selection;
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
      TokenSyncConfig config,
      DemandConfig demand,
      AccessConfig access) {
    this.byConsent = access.byConsent();
    this.observed = observed;
    this.past = past;
    this.retirement = retirement;
    this.force = demand.force();
    this.selection = config.selection();
    this.secrets = secrets;
    this.standing = standing;
    this.exact = config.dryRun();
  }

  /// Looks at `namespace`, which somebody asked for at `asked` (nanoseconds); nothing when there is
  /// no such namespace.
  Optional<Outcome> look(String namespace, long asked) {
    Optional<NamespaceView> view = observed.view(namespace);
    if (view.isEmpty()) {
      standing.forget(namespace);
      return Optional.empty();
    }
    long began = System.nanoTime();
    Outcome outcome = byConsent ? looked(view.get(), 1) : performed(view.get(), 1);
    outcome
        .result()
        .filter(_ -> outcome.change() instanceof Change.Write)
        .ifPresent(result -> heard(namespace, result));
    standing.report(namespace, outcome, asked, began);
    return Optional.of(outcome);
  }

  /// What would be done for `namespace` now, without doing it.
  Optional<Change> plan(String namespace) {
    return observed
        .view(namespace)
        .map(
            view ->
                switch (byConsent ? secrets.look(namespace) : new Sight.Seen(view.copy())) {
                  case Sight.Seen(var copy) ->
                      decided(
                          view.with(
                              copy.map(seen -> known(view, seen)), view.hasPods(), view.lingers()));
                  case Sight.NotAllowed _, Sight.Unseen _ -> decided(view.withoutConsent());
                });
  }

  private Copy known(NamespaceView view, Copy copy) {
    return asked(view.with(Optional.of(copy), view.hasPods(), view.lingers()))
            instanceof Sight.Seen(Optional<Copy> answered)
        ? answered.orElse(copy)
        : copy;
  }

  private Change decided(NamespaceView view) {
    return retirement.checked(Change.decide(selection, force, observed.source(), view));
  }

  /// What of a copy must be asked before it can be decided on.
  private Sight asked(NamespaceView view) {
    boolean matters = selection.selects(view) && !selection.isSource(view) && !view.terminating();
    return observed.source() instanceof Source.Good source && matters
        ? view.copy()
            .filter(copy -> copy.asks(source, exact))
            .map(copy -> secrets.compare(view.name(), copy, source))
            .orElse(new Sight.Seen(view.copy()))
        : new Sight.Seen(view.copy());
  }

  /// How many copies are yet to get these values, leaving aside those that cannot, which are
  /// reported.
  long lacking(Source.Good source) {
    return observed.namespaces().stream()
        .flatMap(name -> observed.view(name).stream())
        .filter(view -> !view.terminating() && !selection.isSource(view))
        .filter(selection::selects)
        .filter(view -> view.copy().filter(copy -> copy.holds(source)).isEmpty())
        .filter(view -> !standing.refused(view.name()))
        .count();
  }

  private Outcome looked(NamespaceView view, int attempt) {
    String namespace = view.name();
    return switch (secrets.look(namespace)) {
      case Sight.Seen(var copy) -> {
        copy.ifPresentOrElse(
            now -> observed.copy(namespace, now), () -> observed.copyAbsent(namespace));
        yield performed(observed.view(namespace).orElse(view), attempt);
      }
      case Sight.NotAllowed _ -> performed(view.withoutConsent(), attempt);
      case Sight.Unseen(var why) -> unseen(namespace, why);
    };
  }

  private Outcome performed(NamespaceView view, int attempt) {
    if (selection.selects(view)) {
      past.qualifies(view.name());
    } else {
      past.doesNotQualify(view.name());
    }
    return switch (asked(view)) {
      case Sight.Unseen(var why) -> unseen(view.name(), why);
      case Sight.NotAllowed _ -> unseen(view.name(), new ApplyResult.Forbidden());
      case Sight.Seen(var copy) -> {
        copy.ifPresent(now -> observed.copy(view.name(), now));
        yield done(view.with(copy, view.hasPods(), view.lingers()), attempt);
      }
    };
  }

  private Outcome done(NamespaceView view, int attempt) {
    return switch (decided(view)) {
      case Change.Leave leave -> new Outcome(leave, Standing.refusal(leave, view));
      case Change.Write write -> {
        ApplyResult result = secrets.perform(write);
        yield result instanceof ApplyResult.Outrun && attempt < ATTEMPTS
            ? looked(view, attempt + 1) // it changed meanwhile: what is to be done for it as it is?
            : new Outcome(write, Optional.of(result));
      }
    };
  }

  private void heard(String namespace, ApplyResult result) {
    if (result instanceof ApplyResult.Applied(var now)) {
      now.ifPresent(copy -> observed.copy(namespace, copy));
    }
  }

  private static Outcome unseen(String namespace, ApplyResult why) {
    return new Outcome(new Change.Leave(namespace, Why.UNSEEN), Optional.of(why));
  }
}
