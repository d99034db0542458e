// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Why;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What was decided for the copy by the name `secret` in a namespace and, for a change, what the
// API server answered.
record Outcome(String secret, Change change, Optional<ApplyResult> result) {
  /// Reasons to leave things as they are, but not as they should be.
  private static final Set<Why> UNSETTLED =
      EnumSet.of(
          Why.SOURCE_HELD,
          Why.WAITING,
          Why.FOREIGN,
          Why.TENDED,
          Why.NO_CONSENT,
          Why.UNSEEN,
          Why.BRAKED);

  /// Where.
  Place place() {
    return new Place(change.namespace(), secret);
  }

  /// Whether the namespace is to hold a copy.
  boolean wanted() {
    return switch (change) {
      case Change.Create _, Change.Update _ -> true;
      case Change.Leave(_, var why) ->
          why == Why.TRUE || (UNSETTLED.contains(why) && why != Why.BRAKED);
      case Change.Release _, Change.Delete _ -> false;
    };
  }

  /// Whether things are now as they should be.
  boolean settled() {
    return result
        .map(ApplyResult.Applied.class::isInstance)
        .orElse(!UNSETTLED.contains(change.why()));
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
