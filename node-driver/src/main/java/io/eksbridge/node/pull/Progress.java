// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says how far a long download is: every ten seconds in the log, every minute to the pods that
/// wait.
final class Progress implements LongConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final Duration LINES = Duration.ofSeconds(10);
  private static final Duration EVENTS = Duration.ofSeconds(60);

  private final Flight flight;
  private final PullEvents events;
  private final Duration lines;
  private Instant nextLine;
  private Instant nextEvent;

  Progress(Flight flight, PullEvents events) {
    this(flight, events, LINES);
  }

  Progress(Flight flight, PullEvents events, Duration lines) {
    this.flight = flight;
    this.events = events;
    this.lines = lines;
    this.nextLine = flight.began().plus(lines);
    this.nextEvent = nextLine;
  }

  @Override
  public void accept(long bytes) {
    long came = flight.came(bytes);
    Instant now = Instant.now();
    if (now.isBefore(nextLine)) {
      return;
    }
    nextLine = now.plus(lines);
    long seconds = Math.max(1, Duration.between(flight.began(), now).toSeconds());
    LOG.atInfo()
        .addKeyValue("image", flight.image().text())
        .addKeyValue("bytes", came)
        .addKeyValue("total_bytes", flight.expected())
        .addKeyValue("seconds", seconds)
        .addKeyValue("bytes_per_second", came / seconds)
        .log("a library is downloaded");
    if (!now.isBefore(nextEvent)) {
      nextEvent = now.plus(EVENTS);
      events.tell(flight.pods(), flight.progress(now));
    }
  }
}
