// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a role lets its holders read.
public sealed interface Reach {
  /// The kubelets of these nodes.
  record Nodes(SortedSet<String> names) implements Reach {
    /// Keeps a copy.
    public Nodes {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
  }

  /// All kubelets.
  record Everywhere() implements Reach {}

  /// Something else, or more: nothing that we write.
  record Other() implements Reach {}
}
