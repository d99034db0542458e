// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/// Durations of the same work done many times.
public final class Laps {
  private static final int TURNS = 10;

  private final long[] sorted;

  /// So long each took, in nanoseconds.
  public Laps(long[] nanos) {
    this.sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  /// Work that is timed.
  interface Lap {
    /// Does it once.
    void run() throws Exception;
  }

  /// Does it `warmUp` times, then `count` times with a clock.
  static Laps of(int warmUp, int count, Lap lap) throws Exception {
    for (int i = 0; i < warmUp; i++) {
      lap.run();
    }
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      lap.run();
      nanos[i] = System.nanoTime() - began;
    }
    return new Laps(nanos);
  }

  /// Each of them `count` times, in turns of a tenth of that: what the machine is about at the time
  /// is then the same for all of them.
  static List<Laps> inTurns(int count, Lap... work) throws Exception {
    long[][] nanos = new long[work.length][0];
    for (int turn = 0; turn < TURNS; turn++) {
      for (int i = 0; i < work.length; i++) {
        Laps some = of(0, count / TURNS, work[i]);
        nanos[i] = LongStream.concat(Arrays.stream(nanos[i]), Arrays.stream(some.sorted)).toArray();
      }
    }
    return Arrays.stream(nanos).map(Laps::new).toList();
  }

  /// The duration that `share` of all do not exceed.
  long at(double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
  }

  /// Half of all are shorter.
  public long median() {
    return at(0.5);
  }

  /// A row of a table: milliseconds at the median and at the 99th of a hundred.
  String row(String what) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.3f ms | %.3f ms |",
        what,
        sorted.length,
        median() / 1e6,
        at(0.99) / 1e6);
  }
}
