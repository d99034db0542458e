// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.DemandConfig;
import io.eksbridge.sync.kube.Consumers;
import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.rotation.Consumer;
import io.eksbridge.sync.rotation.Consumer.Stale;
import io.eksbridge.sync.rotation.Phase;
import io.eksbridge.sync.rotation.Rotation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who still runs with a token of yesterday: told by owner, for that is what is restarted.
@Singleton
final class Staleness {
  private static final Logger LOGGER = LoggerFactory.getLogger(Staleness.class);
  private static final Duration OFTEN = Duration.ofMinutes(1);
  private static final Duration SELDOM = Duration.ofMinutes(10);

  private final Consumers consumers;
  private final Observed observed;
  private final SyncMetrics metrics;
  private final boolean follows;
  private List<Stale> told = List.of();
  private Optional<Long> looked = Optional.empty();
  private Phase phase = Phase.SETTLED;

  Staleness(Consumers consumers, Observed observed, SyncMetrics metrics, DemandConfig config) {
    this.consumers = consumers;
    this.observed = observed;
    this.metrics = metrics;
    this.follows = config.followPods();
  }

  /// Looks when it is time: at once when a rotation has moved, often while some are stale.
  void look(Rotation rotation) throws IOException {
    boolean moved = rotation.phase() != phase;
    phase = rotation.phase();
    Duration every = told.isEmpty() && phase == Phase.SETTLED ? SELDOM : OFTEN;
    long now = System.nanoTime();
    boolean due =
        looked.isEmpty()
            || now - looked.get() > every.toNanos()
            || (moved && phase != Phase.SPREADING);
    if (follows && due) {
      looked = Optional.of(now);
      tell(stale());
    }
  }

  /// All that are stale now, by owner.
  List<Stale> stale() throws IOException {
    return Consumer.byOwner(
        consumers.list().stream().filter(each -> each.stale(changed(each))).toList());
  }

  private Optional<Instant> changed(Consumer consumer) {
    return switch (consumer.kind()) {
      case SIDECAR ->
          observed
              .view(new Place(consumer.namespace(), consumer.secret()))
              .flatMap(view -> view.copy())
              .map(Copy::since)
              .flatMap(Staleness::instant);
      case AGENT -> observed.offer().changed();
      case MISSED -> Optional.empty();
    };
  }

  private void tell(List<Stale> now) {
    metrics.stale(now);
    for (Stale stale : now) {
      if (!told.contains(stale)) {
        LOGGER
            .atWarn()
            .addKeyValue("namespace", stale.namespace())
            .addKeyValue("owner", stale.owner())
            .addKeyValue("kind", stale.kind())
            .addKeyValue("pods", stale.pods())
            .addKeyValue("oldest", stale.oldest())
            .log("stale consumer: restart it");
      }
    }
    if (now.isEmpty() && !told.isEmpty()) {
      LOGGER.info("no stale consumers any more");
    }
    told = now;
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException notOurs) {
      return Optional.empty();
    }
  }
}
