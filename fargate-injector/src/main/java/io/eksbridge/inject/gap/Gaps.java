// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.gap;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.fleet.FargatePod;
import io.eksbridge.inject.fleet.SidecarKind;
import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.inject.verdict.Reason;
import io.eksbridge.inject.verdict.Rules;
import io.eksbridge.inject.verdict.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Finds what pods lack, by the webhook's own rules.
///
/// @param policy of the webhook
/// @param automatic whether pods come to the webhook without their asking
/// @param release the namespace whose pods never come to the webhook
/// @param registered since when pods come to the webhook; empty where they do not
public record Gaps(Policy policy, boolean automatic, String release, Optional<Instant> registered) {
  /// Whether the Agent of this pod has an address that leads nowhere.
  public Optional<Gap> stale(FargatePod pod, Addresses now) {
    boolean stale =
        switch (pod.sidecar()) {
          case OURS, OFFICIAL -> now.stale(pod.address());
          case HAND_WRITTEN -> now.lost(pod.address()); // what else it says is its user's choice
          case NONE -> false;
        };
    return stale && runs(pod)
        ? Optional.of(new Gap.Stale(pod, now.instead(pod.address())))
        : Optional.empty();
  }

  /// Whether this pod should have an Agent and has none.
  ///
  /// @param json the whole pod
  /// @param cluster as a pod of its namespace sees it now
  public Optional<Gap> missed(FargatePod pod, JsonNode json, ClusterView cluster) {
    var view = new PodView(json, pod.namespace());
    boolean comes = automatic || view.label(Names.SIDECAR_LABEL).equals("fargate");
    if (pod.sidecar() != SidecarKind.NONE
        || !runs(pod)
        || !comes
        || pod.namespace().equals(release)
        || !cluster.namespace().known()) {
      return Optional.empty();
    }
    return switch (Rules.decide(view, cluster, policy)) {
      case Verdict.Inject _ ->
          Optional.of(new Gap.Missed(pod, reason(pod), why(pod), Gap.INJECTED, ""));
      case Verdict.Connect _ -> Optional.empty();
      case Verdict.Skip(Reason reason) ->
          reason.told() && reason != Reason.FOREIGN_AGENT_PRESENT
              ? Optional.of(
                  new Gap.Missed(pod, reason(pod), why(pod), reason.label(), reason.sentence()))
              : Optional.empty();
    };
  }

  private String reason(FargatePod pod) {
    if (pod.decision().equals("skipped") && !pod.reason().isEmpty()) {
      return known(pod).map(Reason::label).orElse("other"); // an annotation may say anything
    }
    return before(pod) ? "before_webhook" : "webhook_away";
  }

  private String why(FargatePod pod) {
    if (pod.decision().equals("skipped") && !pod.reason().isEmpty()) {
      return known(pod).map(Reason::sentence).orElse("The webhook left it alone.");
    }
    return before(pod)
        ? "It was made before the webhook was there."
        : "The webhook did not answer when it was made.";
  }

  private static Optional<Reason> known(FargatePod pod) {
    return Arrays.stream(Reason.values())
        .filter(each -> each.label().equals(pod.reason()))
        .findAny();
  }

  private boolean before(FargatePod pod) {
    return registered.isEmpty() || pod.created().isBefore(registered.get());
  }

  private static boolean runs(FargatePod pod) {
    return !pod.ended() && !pod.terminating();
  }
}
