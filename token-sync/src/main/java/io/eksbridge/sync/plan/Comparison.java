// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.Set;

/// What the API server answered when it was asked whether a Secret holds the values of the source
/// that `fingerprint` tells: which keys hold the `same`, which are `absent`. The others hold
/// something else, and nobody has read what.
public record Comparison(String fingerprint, Set<String> same, Set<String> absent) {
  public Comparison {
    same = Set.copyOf(same);
    absent = Set.copyOf(absent);
  }
}
