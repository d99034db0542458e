// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on one duty while this replica leads: at each ring, when something is due, and again, ever
/// later, after what went wrong.
final class Worker implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Worker.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Duty duty;
  private final Leadership leadership;
  private final ControllerMetrics metrics;
  private final Clock clock;
  private volatile Optional<String> problem = Optional.of("nothing has been looked at yet");

  Worker(Duty duty, Leadership leadership, ControllerMetrics metrics, Clock clock) {
    this.duty = duty;
    this.leadership = leadership;
    this.metrics = metrics;
    this.clock = clock;
    metrics.duty(duty.name(), () -> leadership.leader() && problem.isEmpty());
  }

  Duty duty() {
    return duty;
  }

  /// What keeps a leader from this duty.
  Optional<String> problem() {
    return problem;
  }

  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    Duration next = Duration.ZERO;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (!next.isZero()) {
          duty.bell().await(next);
        }
        next = leadership.confirmed() ? pass() : LONGEST_PAUSE;
        pause = FIRST_PAUSE;
      } catch (InterruptedException stop) {
        return;
      } catch (IOException | Blocked | RuntimeException failure) { // whatever it is, again
        failed(failure, pause);
        next = pause;
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  /// One step; how long until the next.
  private Duration pass() throws IOException, Blocked {
    Optional<Instant> again = duty.step();
    if (again.isEmpty()) {
      return Duration.ZERO;
    }
    problem = Optional.empty();
    Duration wait = Duration.between(clock.instant(), again.get());
    return wait.isPositive() ? wait : Duration.ofMillis(1);
  }

  private void failed(Exception failure, Duration pause) {
    metrics.failed(duty.name());
    problem = Optional.of(String.valueOf(failure.getMessage()));
    LOGGER
        .atWarn()
        .addKeyValue("duty", duty.name())
        .addKeyValue("why", failure.toString())
        .addKeyValue("again", pause)
        .log("pass failed");
  }
}
