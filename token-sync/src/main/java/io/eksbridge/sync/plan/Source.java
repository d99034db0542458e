// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import io.eksbridge.sync.plan.TokenRules.Hold;
import java.util.Map;

/// What the copies are made from, as it stands now.
public sealed interface Source {

  /// Both values are good. `values` and `prints` go by the copy's keys; a print tells whether two
  /// values are the same and nothing else; `fingerprint` is what a copy says it was made from.
  record Good(Map<String, String> values, Map<String, String> prints, String fingerprint)
      implements Source {
    public Good {
      values = Map.copyOf(values);
      prints = Map.copyOf(prints);
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
