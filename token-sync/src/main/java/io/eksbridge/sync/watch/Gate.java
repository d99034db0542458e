// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.plan.Pace;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/// Lets as many workers through as the API server bears: adapts to its answers, and holds all for
/// as long as it asks.
@Singleton
final class Gate {
  private Pace pace;
  private int inside;
  private long closedUntil = System.nanoTime();

  Gate(TokenSyncConfig config, SyncMetrics metrics) {
    this.pace = Pace.upTo(config.concurrency());
    metrics.concurrency(this::allowed);
  }

  synchronized int allowed() {
    return pace.now();
  }

  /// Waits until one more may be under way.
  synchronized void enter() throws InterruptedException {
    while (true) {
      long closed = Duration.ofNanos(closedUntil - System.nanoTime()).toMillis();
      if (closed > 0) {
        wait(closed);
      } else if (inside >= pace.now()) {
        wait();
      } else {
        inside++;
        return;
      }
    }
  }

  /// It is done, and what the API server answered, if it was asked.
  synchronized void leave(Optional<ApplyResult> answer) {
    inside--;
    answer.ifPresent(this::learn);
    notifyAll();
  }

  private void learn(ApplyResult answer) {
    switch (answer) {
      case ApplyResult.Busy(var retryAfter) -> {
        pace = pace.pressed();
        retryAfter.ifPresent(
            pause -> closedUntil = Math.max(closedUntil, System.nanoTime() + pause.toNanos()));
      }
      case ApplyResult.Unreachable _ -> pace = pace.pressed();
      case ApplyResult.Applied _,
          ApplyResult.Conflict _,
          ApplyResult.Outrun _,
          ApplyResult.Immutable _,
          ApplyResult.OverQuota _,
          ApplyResult.Forbidden _,
          ApplyResult.NamespaceGone _,
          ApplyResult.Refused _ ->
          pace = pace.calm();
    }
  }
}
