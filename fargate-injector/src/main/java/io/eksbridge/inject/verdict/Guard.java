// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.Set;

/// What a pod's own annotations may change, and how far.
///
/// @param allowed the settings
/// @param cpu the least and the most
/// @param memory the least and the most
public record Guard(Set<Setting> allowed, Range cpu, Range memory) {
  /// Keeps a copy of the settings.
  public Guard {
    allowed = Set.copyOf(allowed);
  }

  /// A setting of the sidecar that its pod may choose.
  public enum Setting {
    /// Its CPU.
    CPU,
    /// Its memory.
    MEMORY,
    /// Further tags.
    TAGS,
    /// Which logs are collected.
    LOGS,
    /// As what kind of container it is added.
    FORM
  }

  /// From a quantity to another, both allowed.
  public record Range(String least, String most) {
    /// Refuses what bounds nothing.
    public Range {
      long low = Quantity.thousandths(least);
      if (low <= 0 || Quantity.thousandths(most) < low) {
        throw new IllegalArgumentException(
            "'" + least + "-" + most + "' is no range, such as 50m-1 or 128Mi-1Gi");
      }
    }

    /// Reads `least-most`.
    public static Range parse(String text) {
      int dash = text.indexOf('-');
      return new Range(text.substring(0, Math.max(0, dash)), text.substring(dash + 1));
    }

    boolean holds(String quantity) {
      long amount = Quantity.thousandths(quantity);
      return amount >= Quantity.thousandths(least) && amount <= Quantity.thousandths(most);
    }

    @Override
    public String toString() {
      return least + "-" + most;
    }
  }
}
