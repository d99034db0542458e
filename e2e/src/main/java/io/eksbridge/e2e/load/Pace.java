// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Requests over some connections: as many as they take, or so many a second whatever they take. In
/// the latter a request's time counts from when it was due, so that a stall is seen by all that it
/// delayed.
public final class Pace {
  private Pace() {}

  /// What came of it.
  public static final class Figures {
    private final double perSecond;
    private final long[] nanos;
    private final int failures;

    Figures(double perSecond, long[] sorted, int failures) {
      this.perSecond = perSecond;
      this.nanos = sorted.clone();
      this.failures = failures;
    }

    /// Requests that were answered.
    public double perSecond() {
      return perSecond;
    }

    /// Answers that are no success.
    public int failures() {
      return failures;
    }

    /// The time that so many of a thousand did not exceed, in milliseconds.
    public double millis(int ofThousand) {
      int index = (int) Math.min(nanos.length - 1L, (long) nanos.length * ofThousand / 1000);
      return nanos.length == 0 ? Double.NaN : nanos[index] / 1e6;
    }
  }

  /// As many as the connections take.
  public static Figures most(List<KeepAlive> connections, byte[] request, Duration length)
      throws IOException, InterruptedException {
    return run(connections, request, Integer.MAX_VALUE, 0, length);
  }

  /// So many a second.
  public static Figures at(
      int perSecond, List<KeepAlive> connections, byte[] request, Duration length)
      throws IOException, InterruptedException {
    int count = Math.toIntExact(perSecond * length.toSeconds());
    return run(connections, request, count, 1_000_000_000L / perSecond, length);
  }

  private static Figures run(
      List<KeepAlive> connections, byte[] request, int count, long interval, Duration length)
      throws IOException, InterruptedException {
    var next = new AtomicInteger();
    var failures = new AtomicInteger();
    long start = System.nanoTime();
    long end = start + length.toNanos();
    var results = new ArrayList<Future<long[]>>();
    try (var threads = Executors.newFixedThreadPool(connections.size())) {
      for (KeepAlive connection : connections) {
        results.add(
            threads.submit(
                () -> {
                  var took = new Times();
                  for (int ticket = next.getAndIncrement();
                      ticket < count && (interval > 0 || System.nanoTime() < end);
                      ticket = next.getAndIncrement()) {
                    long due = interval == 0 ? System.nanoTime() : start + ticket * interval;
                    for (long left = due - System.nanoTime();
                        left > 0;
                        left = due - System.nanoTime()) {
                      LockSupport.parkNanos(left);
                    }
                    if (connection.send(request) >= 300) {
                      failures.incrementAndGet();
                    }
                    took.add(System.nanoTime() - due);
                  }
                  return took.all();
                }));
      }
    }
    return figures(results, System.nanoTime() - start, failures.get());
  }

  private static Figures figures(List<Future<long[]>> results, long took, int failures)
      throws IOException, InterruptedException {
    var all = new Times();
    for (Future<long[]> each : results) {
      try {
        for (long nanos : each.get()) {
          all.add(nanos);
        }
      } catch (ExecutionException failed) {
        throw new IOException(failed.getCause());
      }
    }
    long[] nanos = all.all();
    Arrays.sort(nanos);
    return new Figures(nanos.length * 1e9 / took, nanos, failures);
  }

  /// A list of times without a box for each.
  private static final class Times {
    private long[] nanos = new long[1024];
    private int size;

    void add(long each) {
      if (size == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * size);
      }
      nanos[size++] = each;
    }

    long[] all() {
      return Arrays.copyOf(nanos, size);
    }
  }
}
