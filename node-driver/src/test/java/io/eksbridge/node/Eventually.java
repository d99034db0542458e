// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what another thread or process brings about.
public final class Eventually {
  private static final long DEADLINE_NANOS = 120_000_000_000L;

  private static final long A_MOMENT = 2_000_000;

  private Eventually() {}

  /// Returns as soon as it holds; fails when it has not within two minutes.
  public static void holds(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what);
      }
      LockSupport.parkNanos(A_MOMENT); // what is waited for needs the processor too
    }
  }
}
