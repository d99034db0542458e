// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.api.ListWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a replica does while another leads: it learns that it could take over, and reads no more
/// than one object of each kind for that. Lists and watches of thousands of pods are the leader's.
final class Standby implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Standby.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final List<ListWatch> watches;
  private volatile boolean able;

  Standby(List<ListWatch> watches) {
    this.watches = watches;
  }

  /// Whether each kind has been read once.
  boolean able() {
    return able;
  }

  @Override
  public void run() {
    var left = new ArrayList<>(watches);
    Duration pause = FIRST_PAUSE;
    try {
      while (!able) {
        Duration again = pause;
        left.removeIf(watch -> reached(watch, again));
        able = left.isEmpty();
        if (!able) {
          Thread.sleep(pause);
          Duration longer = pause.multipliedBy(2);
          pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean reached(ListWatch watch, Duration again) {
    try {
      watch.reach();
      return true;
    } catch (IOException refused) {
      LOGGER
          .atWarn()
          .addKeyValue("watch", watch.name())
          .addKeyValue("why", refused.toString())
          .addKeyValue("again", again)
          .log("cannot take over");
      return false;
    }
  }
}
