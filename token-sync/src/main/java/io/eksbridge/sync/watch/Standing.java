// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.Events;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Place;
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

/// How each copy stands, and what people are told of it: a line, metrics, and an event where they
/// must settle something.
@Singleton
final class Standing {
  private static final Logger LOGGER = LoggerFactory.getLogger(Standing.class);

  private final Events events;
  private final SyncMetrics metrics;
  private final Map<Place, Outcome> standing = new ConcurrentHashMap<>();

  Standing(Events events, SyncMetrics metrics) {
    this.events = events;
    this.metrics = metrics;
    metrics.copies(standing::values);
  }

  void forget(Place place) {
    standing.remove(place);
  }

  /// Whether the last change was refused for good, as far as the API server is concerned.
  boolean refused(Place place) {
    return Optional.ofNullable(standing.get(place))
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

  /// Tells what came of a look that somebody asked for at `asked` and that began at `began`.
  void report(Outcome outcome, long asked, long began) {
    Outcome before = standing.put(outcome.place(), outcome);
    boolean news = before == null || !before.tellsTheSame(outcome);
    if (outcome.result().isEmpty() || (outcome.change() instanceof Change.Leave && !news)) {
      return;
    }
    switch (outcome.result().get()) {
      case ApplyResult.Conflict _, ApplyResult.Immutable _ -> {
        if (news) {
          events.warn(
              outcome.place().namespace(), outcome.place().secret(), "CopyHeld", sentence(outcome));
        }
      }
      case ApplyResult.Applied _,
          ApplyResult.Outrun _,
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
            .addKeyValue("namespace", outcome.place().namespace())
            .addKeyValue("secret", outcome.place().secret())
            .addKeyValue("change", outcome.change().verb())
            .addKeyValue("reason", outcome.change().why())
            .addKeyValue("result", outcome.word())
            .addKeyValue("ms", Duration.ofNanos(now - began).toMillis());
    (outcome.detail().isEmpty() ? line : line.addKeyValue("detail", outcome.detail())).log("copy");
  }

  /// Somebody else's values and a missing consent are reported like a refusal: people must settle
  /// them.
  static Optional<ApplyResult> refusal(Change.Leave leave, NamespaceView view) {
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
