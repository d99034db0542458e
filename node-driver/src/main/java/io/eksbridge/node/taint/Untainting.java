// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.taint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What becomes of the taints that a node has.
public sealed interface Untainting {
  /// None of them is the driver's to remove.
  record Nothing() implements Untainting {}

  /// Some are, but not yet.
  record Wait(List<StartupTaint> held) implements Untainting {
    /// Copies what may change.
    public Wait {
      held = List.copyOf(held);
    }
  }

  /// Some go now.
  ///
  /// @param before all that the node has; where that has changed meanwhile, nothing may be written
  /// @param after all that it keeps
  /// @param gone what is missing there
  record Remove(List<Taint> before, List<Taint> after, List<Gone> gone) implements Untainting {
    /// Copies what may change.
    public Remove {
      before = List.copyOf(before);
      after = List.copyOf(after);
      gone = List.copyOf(gone);
    }
  }

  /// A taint that goes, and what it was there for.
  record Gone(Taint taint, StartupTaint kind) {}

  /// Decides, whatever the values and effects of the taints.
  ///
  /// @param ours which keys may be removed
  /// @param registered whether the kubelet has the driver
  /// @param agentAnswers whether all sockets of the Agent that must, accept connections
  static Untainting decide(
      List<Taint> found, Map<String, StartupTaint> ours, boolean registered, boolean agentAnswers) {
    var kept = new ArrayList<Taint>();
    var gone = new ArrayList<Gone>();
    var held = new ArrayList<StartupTaint>();
    for (Taint taint : found) {
      StartupTaint kind = ours.get(taint.key());
      if (kind != null && kind.mayGo(registered, agentAnswers)) {
        gone.add(new Gone(taint, kind));
        continue;
      }
      kept.add(taint);
      if (kind != null) {
        held.add(kind);
      }
    }
    if (!gone.isEmpty()) {
      return new Remove(found, kept, gone);
    }
    return held.isEmpty() ? new Nothing() : new Wait(held);
  }
}
