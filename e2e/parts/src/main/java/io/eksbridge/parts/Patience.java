// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waiting for what another process brings about.
public final class Patience {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private Patience() {}

  /// Whether `check` holds within a generous time; asks every two milliseconds.
  public static boolean until(Child.Check check) throws IOException, InterruptedException {
    return until(LIMIT, check);
  }

  /// As above, for what may take longer.
  public static boolean until(Duration limit, Child.Check check)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!check.holds()) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return true;
  }
}
