// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.lifecycle;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// What became of all calls.
public final class Tally {
  /// Calls that were answered as they should.
  public final AtomicLong answered = new AtomicLong();

  /// Publishes that the process' end broke off.
  public final AtomicLong brokenPublishes = new AtomicLong();

  /// Unpublishes that the process' end broke off.
  public final AtomicLong brokenUnpublishes = new AtomicLong();

  /// Calls that found nobody, and that the kubelet repeats.
  public final AtomicLong refused = new AtomicLong();

  /// The longest time between two answers to one caller, in nanoseconds.
  public final AtomicLong longestGap = new AtomicLong();

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  /// Whether the kubelet, which got `failure`, would repeat the call as if nothing had happened.
  boolean isRepeated(StatusRuntimeException failure, AtomicLong broken) {
    if (failure.getStatus().getCode() != Status.Code.UNAVAILABLE) {
      wrong.add(failure.getStatus().toString());
      return false;
    }
    boolean nobody =
        failure.getCause() instanceof ConnectException
            || failure.getCause() instanceof FileNotFoundException;
    (nobody ? refused : broken).incrementAndGet();
    return true;
  }

  /// Notes what should not have been.
  public void wrong(String what) {
    wrong.add(what);
  }

  /// What should not have been.
  public List<String> wrong() {
    return List.copyOf(wrong);
  }
}
