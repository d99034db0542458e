// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Why;
import java.util.Optional;

/// What was decided for a namespace and, for a change, what the API server answered.
record Outcome(Change change, Optional<ApplyResult> result) {

  /// Whether the namespace is to hold a copy.
  boolean wanted() {
    return switch (change) {
      case Change.Create _, Change.Update _ -> true;
      case Change.Leave(_, var why) ->
          why == Why.TRUE || why == Why.SOURCE_HELD || why == Why.FOREIGN;
      case Change.Release _, Change.Delete _ -> false;
    };
  }

  /// Whether things are now as they should be.
  boolean settled() {
    return result
        .map(ApplyResult.Applied.class::isInstance)
        .orElse(change.why() != Why.SOURCE_HELD);
  }

  /// The answer in a word; for what was left alone, the reason.
  String word() {
    return result.map(ApplyResult::word).orElse("left");
  }

  String detail() {
    return result.map(ApplyResult::detail).orElse("");
  }

  /// Whether two outcomes tell people the same.
  boolean tellsTheSame(Outcome other) {
    return change.verb().equals(other.change().verb())
        && word().equals(other.word())
        && detail().equals(other.detail());
  }
}
