// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.api.RefusedByApi;
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
  private final Term term;
  private final ControllerMetrics metrics;
  private final Clock clock;
  private final Waiting waiting;
  private volatile Optional<String> problem = Optional.of("nothing has been looked at yet");

  Worker(Duty duty, Term term, ControllerMetrics metrics, Clock clock) {
    this(duty, term, metrics, clock, duty.bell()::await);
  }

  Worker(Duty duty, Term term, ControllerMetrics metrics, Clock clock, Waiting waiting) {
    this.duty = duty;
    this.term = term;
    this.metrics = metrics;
    this.clock = clock;
    this.waiting = waiting;
    metrics.duty(duty.name(), () -> term.leader() && problem.isEmpty());
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
    boolean led = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (!next.isZero()) {
          waiting.await(next);
        }
        boolean leads = term.confirmed();
        if (led && !leads) {
          duty.relieved();
        }
        led = leads;
        next = leads ? pass() : LONGEST_PAUSE;
        pause = FIRST_PAUSE;
      } catch (InterruptedException stop) {
        return;
      } catch (IOException | Blocked | RuntimeException failure) { // whatever it is, again
        failed(failure, pause);
        next = atLeastAsAsked(failure, pause);
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

  /// The API server may want to be left alone for longer.
  private static Duration atLeastAsAsked(Exception failure, Duration pause) {
    Duration asked = failure instanceof RefusedByApi refusal ? refusal.pause() : Duration.ZERO;
    return asked.compareTo(pause) > 0 ? asked : pause;
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

  /// Waits for the next pass.
  interface Waiting {
    /// No longer than that.
    void await(Duration longest) throws InterruptedException;
  }
}
