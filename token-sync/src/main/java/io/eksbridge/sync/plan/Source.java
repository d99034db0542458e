// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import io.eksbridge.sync.plan.TokenRules.Hold;
import java.util.Map;

/// What the copies are made from, as it stands now.
public sealed interface Source {

  /// Both values are good. `values` go by the copy's keys; `fingerprint` is what a copy says it was
  /// made from; `onlyNew` is whether copies that are there wait for the cluster agent to accept it.
  record Good(Map<String, String> values, String fingerprint, boolean onlyNew) implements Source {
    /// A source for all copies.
    public Good(Map<String, String> values, String fingerprint) {
      this(values, fingerprint, false);
    }

    /// The same, for copies that are not there yet.
    public Good forNewOnly() {
      return new Good(values, fingerprint, true);
    }

    public Good {
      values = Map.copyOf(values);
    }

    @Override
    public String toString() {
      return "Good[" + fingerprint + "]";
    }
  }

  /// Nothing is spread: which of the copy's keys lack a good value, and why.
  record Held(Map<String, Hold> why) implements Source {
    public Held {
      why = Map.copyOf(why);
    }
  }
}
