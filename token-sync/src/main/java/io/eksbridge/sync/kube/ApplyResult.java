// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.sync.plan.Copy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the API server may answer to a change.
public sealed interface ApplyResult {
  /// The words of what keeps a copy from being true; `left` is a decision of ours.
  List<String> TROUBLES =
      List.of(
          "left",
          "conflict",
          "outrun",
          "immutable",
          "over-quota",
          "forbidden",
          "namespace-gone",
          "busy",
          "unreachable",
          "refused");

  /// Done; the copy as it now is, or nothing where it is gone.
  record Applied(Optional<Copy> now) implements ApplyResult {}

  /// Somebody else holds our keys with other values, and nothing was forced.
  record Conflict(List<String> managers) implements ApplyResult {
    public Conflict {
      managers = List.copyOf(managers);
    }
  }

  /// The object is no longer the one that was decided on: look again.
  record Outrun() implements ApplyResult {}

  /// The Secret is immutable: only its owner can replace it.
  record Immutable() implements ApplyResult {}

  /// The namespace's quota is used up.
  record OverQuota() implements ApplyResult {}

  /// The right is missing, or a policy refused.
  record Forbidden() implements ApplyResult {}

  /// The namespace is being deleted, or is gone.
  record NamespaceGone() implements ApplyResult {}

  /// The API server is busy, and may have said for how long.
  record Busy(Optional<Duration> retryAfter) implements ApplyResult {}

  /// No answer came: `what` is the kind of failure.
  record Unreachable(String what) implements ApplyResult {}

  /// An answer of another kind: its code and reason.
  record Refused(int status, String reason) implements ApplyResult {}

  /// What it is called in metrics, logs and lines.
  default String word() {
    return switch (this) {
      case Applied _ -> "applied";
      case Conflict _ -> "conflict";
      case Outrun _ -> "outrun";
      case Immutable _ -> "immutable";
      case OverQuota _ -> "over-quota";
      case Forbidden _ -> "forbidden";
      case NamespaceGone _ -> "namespace-gone";
      case Busy _ -> "busy";
      case Unreachable _ -> "unreachable";
      case Refused _ -> "refused";
    };
  }

  /// What more there is to say, for people; never a value of a Secret.
  default String detail() {
    return switch (this) {
      case Conflict(var managers) ->
          "held by " + (managers.isEmpty() ? "somebody else" : String.join(", ", managers));
      case Unreachable(var what) -> what;
      case Refused(var status, var reason) -> status + " " + reason;
      case Applied _, Outrun _, Immutable _, OverQuota _, Forbidden _, NamespaceGone _, Busy _ ->
          "";
    };
  }
}
