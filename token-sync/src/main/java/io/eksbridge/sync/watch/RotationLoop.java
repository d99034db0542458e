// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.kube.ApiFailure;
import io.eksbridge.sync.kube.Leadership;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a rotation going where this replica leads, and looks for consumers that it left behind.
@Singleton
final class RotationLoop implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(RotationLoop.class);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final Rotating rotating;
  private final Staleness staleness;
  private final Leadership leadership;
  private final Watches watches;
  private int term = -1;

  RotationLoop(Rotating rotating, Staleness staleness, Leadership leadership, Watches watches) {
    this.rotating = rotating;
    this.staleness = staleness;
    this.leadership = leadership;
    this.watches = watches;
  }

  @Override
  public void run() {
    try {
      watches.awaitSynced();
      while (true) {
        leadership.awaitLeading();
        rotating.await(turn(leadership.term()));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration turn(int now) {
    try {
      if (term != now) {
        rotating.load(); // another may have done the work meanwhile
        term = now;
      }
      Duration pause = rotating.tick();
      staleness.look(rotating.state());
      return pause;
    } catch (IOException | RuntimeException failure) {
      LOGGER
          .atWarn()
          .addKeyValue(
              "failure",
              failure instanceof ApiFailure
                  ? failure.getMessage()
                  : failure.getClass().getSimpleName())
          .log("the rotation could not be kept going, trying again");
      return AGAIN;
    }
  }
}
