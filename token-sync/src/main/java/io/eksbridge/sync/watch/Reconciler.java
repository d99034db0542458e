// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.AccessConfig;
import io.eksbridge.sync.DemandConfig;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.Events;
import io.eksbridge.sync.kube.Secrets;
import io.eksbridge.sync.kube.Sight;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Selection;
import io.eksbridge.sync.plan.Source;
import io.eksbridge.sync.plan.Why;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Looks at one namespace: what is there, what is to be done, do it, tell it. Never at what
/// happened: it can be asked at any time and as often as one likes.
@Singleton
final class Reconciler {
  private static final Logger LOGGER = LoggerFactory.getLogger(Reconciler.class);

  private final Observed observed;
  private final Selection selection;
  private final Secrets secrets;
  private final Events events;
  private final SyncMetrics metrics;
  private final String copyName;
  private final Past past;
  private final Retirement retirement;
  private final boolean force;
  private final boolean byConsent;
  private final Map<String, Outcome> standing = new ConcurrentHashMap<>();

  Reconciler(
      Observed observed,
      Secrets secrets,
      Events events,
      SyncMetrics metrics,
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
    this.events = events;
    this.metrics = metrics;
    this.copyName = config.copyName();
    metrics.copies(standing::values);
  }

  /// Looks at `namespace`, which somebody asked for at `asked` (nanoseconds); nothing when there is
  /// no such namespace.
  Optional<Outcome> look(String namespace, long asked) {
    Optional<NamespaceView> view = observed.view(namespace);
    if (view.isEmpty()) {
      standing.remove(namespace);
      return Optional.empty();
    }
    long began = System.nanoTime();
    Outcome outcome = byConsent ? seen(view.get()) : performed(view.get());
    report(namespace, outcome, asked, began);
    return Optional.of(outcome);
  }

  /// What would be done for `namespace` now, without doing it.
  Optional<Change> plan(String namespace) {
    return observed
        .view(namespace)
        .map(
            view ->
                byConsent
                    ? switch (secrets.look(namespace)) {
                      case Sight.Seen(var copy) -> view.with(copy, view.hasPods(), view.lingers());
                      case Sight.NotAllowed _, Sight.Unseen _ -> view.withoutConsent();
                    }
                    : view)
        .map(view -> Change.decide(selection, force, observed.source(), view))
        .map(retirement::checked);
  }

  /// How many copies are yet to get these values, leaving aside those that cannot, which are
  /// reported.
  long lacking(Source.Good source) {
    return observed.namespaces().stream()
        .flatMap(name -> observed.view(name).stream())
        .filter(view -> !view.terminating() && !selection.isSource(view))
        .filter(selection::selects)
        .filter(view -> view.copy().filter(copy -> copy.holds(source)).isEmpty())
        .filter(view -> !refused(view.name()))
        .count();
  }

  private boolean refused(String namespace) {
    return Optional.ofNullable(standing.get(namespace))
        .flatMap(Outcome::result)
        .map(
            result ->
                switch (result) {
                  case ApplyResult.Conflict _,
                      ApplyResult.Immutable _,
                      ApplyResult.OverQuota _,
                      ApplyResult.Forbidden _,
                      ApplyResult.NamespaceGone _,
                      ApplyResult.Refused _ ->
                      true;
                  case ApplyResult.Applied _,
                      ApplyResult.Outrun _,
                      ApplyResult.Busy _,
                      ApplyResult.Unreachable _ ->
                      false;
                })
        .orElse(false);
  }

  private Outcome seen(NamespaceView view) {
    String namespace = view.name();
    return switch (secrets.look(namespace)) {
      case Sight.Seen(var copy) -> {
        copy.ifPresentOrElse(
            now -> observed.copy(namespace, now), () -> observed.copyAbsent(namespace));
        yield performed(observed.view(namespace).orElse(view));
      }
      case Sight.NotAllowed _ -> performed(view.withoutConsent());
      case Sight.Unseen(var why) ->
          new Outcome(new Change.Leave(namespace, Why.UNSEEN), Optional.of(why));
    };
  }

  private Outcome performed(NamespaceView view) {
    if (selection.selects(view)) {
      past.qualifies(view.name());
    } else {
      past.doesNotQualify(view.name());
    }
    Change decided = Change.decide(selection, force, observed.source(), view);
    return switch (retirement.checked(decided)) {
      case Change.Leave leave -> new Outcome(leave, refusal(leave, view));
      case Change.Write write -> new Outcome(write, Optional.of(secrets.perform(write)));
    };
  }

  private void report(String namespace, Outcome outcome, long asked, long began) {
    Outcome before = standing.put(namespace, outcome);
    boolean news = before == null || !before.tellsTheSame(outcome);
    if (outcome.result().isEmpty() || (outcome.change() instanceof Change.Leave && !news)) {
      return;
    }
    switch (outcome.result().get()) {
      case ApplyResult.Applied(var now) -> now.ifPresent(copy -> observed.copy(namespace, copy));
      case ApplyResult.Conflict _, ApplyResult.Immutable _ -> {
        if (news) {
          events.warn(namespace, copyName, "CopyHeld", sentence(outcome));
        }
      }
      case ApplyResult.Outrun _,
          ApplyResult.OverQuota _,
          ApplyResult.Forbidden _,
          ApplyResult.NamespaceGone _,
          ApplyResult.Busy _,
          ApplyResult.Unreachable _,
          ApplyResult.Refused _ -> {}
    }
    long now = System.nanoTime();
    metrics.changed(outcome, Duration.ofNanos(now - asked));
    LoggingEventBuilder line =
        LOGGER
            .atLevel(outcome.settled() ? Level.INFO : Level.WARN)
            .addKeyValue("namespace", namespace)
            .addKeyValue("change", outcome.change().verb())
            .addKeyValue("reason", outcome.change().why())
            .addKeyValue("result", outcome.word())
            .addKeyValue("ms", Duration.ofNanos(now - began).toMillis());
    (outcome.detail().isEmpty() ? line : line.addKeyValue("detail", outcome.detail())).log("copy");
  }

  /// Somebody else's values and a missing consent are reported like a refusal: people must settle
  /// them.
  private static Optional<ApplyResult> refusal(Change.Leave leave, NamespaceView view) {
    if (leave.why() == Why.NO_CONSENT) {
      return Optional.of(new ApplyResult.Forbidden());
    }
    return view.copy()
        .filter(_ -> leave.why() == Why.FOREIGN || leave.why() == Why.TENDED)
        .map(
            copy ->
                new ApplyResult.Conflict(
                    copy.tender()
                        .map(List::of)
                        .orElseGet(() -> copy.others().stream().sorted().toList())));
  }

  private static String sentence(Outcome outcome) {
    return "The keys of this Secret are not kept in step with the sources: "
        + outcome.word()
        + (outcome.detail().isEmpty() ? "" : ", " + outcome.detail());
  }
}
