// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Parts what is to be written among objects of a bounded size, so that as few as possible of them
/// change: whatever has a place keeps it.
final class Shares {
  private Shares() {}

  /// What each object is to hold, by its number.
  ///
  /// @param wanted all that is to be held
  /// @param held what each holds now
  /// @param bound how much each may hold
  static <T extends Comparable<T>> SortedMap<Integer, SortedSet<T>> of(
      SortedSet<T> wanted, SortedMap<Integer, SortedSet<T>> held, int bound) {
    var shares = new TreeMap<Integer, SortedSet<T>>();
    SortedSet<T> homeless = new TreeSet<>(wanted);
    int most = 2 * ((wanted.size() + bound - 1) / bound); // half empty at worst
    held.forEach(
        (number, things) -> {
          if (shares.size() < most) {
            var kept = new TreeSet<T>();
            for (T each : things) {
              if (kept.size() < bound && homeless.remove(each)) {
                kept.add(each);
              }
            }
            if (!kept.isEmpty()) {
              shares.put(number, kept);
            }
          }
        });
    Deque<T> rest = new ArrayDeque<>(homeless);
    for (int number = 0; !rest.isEmpty(); number++) {
      SortedSet<T> share = shares.computeIfAbsent(number, _ -> new TreeSet<>());
      while (share.size() < bound && !rest.isEmpty()) {
        share.add(rest.remove());
      }
    }
    return shares;
  }
}
