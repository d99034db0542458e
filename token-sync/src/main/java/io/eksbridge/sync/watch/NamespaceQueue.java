// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which namespaces are to be looked at, and when: each at most once in it, and never by two at a
/// time. What is asked for while it is being looked at is looked at again. What pods wait for goes
/// before all that is due, however long that has waited.
@Singleton
public final class NamespaceQueue {
  private final TreeSet<Turn> turns =
      new TreeSet<>(
          Comparator.comparing(Turn::lane)
              .thenComparingLong(Turn::due)
              .thenComparing(Turn::namespace));
  private final Map<String, Turn> waiting = new HashMap<>();
  private final Set<String> busy = new HashSet<>();

  /// A namespace's turn: `asked` is when the first of those who asked did, `due` the earliest that
  /// one wanted, in nanoseconds.
  public record Turn(String namespace, Lane lane, long asked, long due) {}

  /// Who goes first.
  public enum Lane {
    /// Pods may be waiting for it.
    FAST,
    /// All else.
    SLOW
  }

  /// Look at it as soon as can be.
  public void add(String namespace) {
    add(namespace, Lane.SLOW);
  }

  /// Look at it as soon as can be, in this lane.
  public void add(String namespace, Lane lane) {
    long now = System.nanoTime();
    put(new Turn(namespace, lane, now, now));
  }

  /// Look at it again later, unless somebody asks earlier.
  public void add(String namespace, Duration later) {
    long now = System.nanoTime();
    put(new Turn(namespace, Lane.SLOW, now, now + later.toNanos()));
  }

  /// Waits for the next that is due, and keeps others off it until it is [#done].
  public synchronized Turn take() throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      Turn next = null;
      for (Turn turn : turns) {
        if (!busy.contains(turn.namespace())) {
          next = turn;
          break;
        }
      }
      if (next == null) {
        wait();
      } else if (next.due() <= now) {
        turns.remove(next);
        waiting.remove(next.namespace());
        busy.add(next.namespace());
        return next;
      } else {
        wait(Math.max(1, Duration.ofNanos(next.due() - now).toMillis()));
      }
    }
  }

  /// It has been looked at.
  public synchronized void done(String namespace) {
    busy.remove(namespace);
    notifyAll();
  }

  /// How many wait.
  public synchronized int size() {
    return turns.size();
  }

  private synchronized void put(Turn turn) {
    Turn before = waiting.get(turn.namespace());
    if (before == null) {
      waiting.put(turn.namespace(), turn);
      turns.add(turn);
    } else if (turn.due() < before.due() || turn.lane().compareTo(before.lane()) < 0) {
      var earlier =
          new Turn(
              turn.namespace(),
              turn.lane().compareTo(before.lane()) < 0 ? turn.lane() : before.lane(),
              Math.min(turn.asked(), before.asked()),
              Math.min(turn.due(), before.due()));
      turns.remove(before);
      waiting.put(turn.namespace(), earlier);
      turns.add(earlier);
    }
    notifyAll();
  }
}
