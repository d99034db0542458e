// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.Events;
import io.eksbridge.sync.kube.Secrets;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Selection;
import io.eksbridge.sync.plan.Why;
import jakarta.inject.Singleton;
import java.time.Duration;
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
  private final Map<String, Outcome> standing = new ConcurrentHashMap<>();

  Reconciler(
      Observed observed,
      Secrets secrets,
      Events events,
      SyncMetrics metrics,
      TokenSyncConfig config) {
    this.observed = observed;
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
    Outcome outcome =
        switch (Change.decide(selection, observed.source(), view.get())) {
          case Change.Leave leave -> new Outcome(leave, conflict(leave, view.get()));
          case Change.Write write -> new Outcome(write, Optional.of(secrets.perform(write)));
        };
    report(namespace, outcome, asked, began);
    return Optional.of(outcome);
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

  /// Somebody else's values are reported like a refusal: people must settle whose they are to be.
  private static Optional<ApplyResult> conflict(Change.Leave leave, NamespaceView view) {
    return leave.why() == Why.FOREIGN
        ? view.copy()
            .map(copy -> new ApplyResult.Conflict(copy.others().stream().sorted().toList()))
        : Optional.empty();
  }

  private static String sentence(Outcome outcome) {
    return "The keys of this Secret are not kept in step with the sources: "
        + outcome.word()
        + (outcome.detail().isEmpty() ? "" : ", " + outcome.detail());
  }
}
