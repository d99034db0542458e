// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.rotation;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A running pod that reads the token at the start of its container: `owner` is what is restarted
/// to restart it, `secret` what it reads, `started` the oldest of its containers that read the
// Secret, if one runs.
public record Consumer(
    Kind kind,
    String namespace,
    String pod,
    String owner,
    String secret,
    Optional<Instant> started) {

  /// By what it reads.
  public enum Kind {
    /// The copy in its own namespace.
    SIDECAR,
    /// The cluster agent's Secret: node Agents, cluster check runners, the cluster agent itself.
    AGENT,
    /// Nothing yet: it started without a sidecar, for want of a copy.
    MISSED
  }

  /// Those of one owner that do not run with the token of today.
  public record Stale(Kind kind, String namespace, String owner, int pods, String oldest) {}

  /// Whether it started before the Secret that it reads got its values, at `changed`.
  public boolean stale(Optional<Instant> changed) {
    return kind == Kind.MISSED
        || (started.isPresent() && changed.isPresent() && started.get().isBefore(changed.get()));
  }

  /// The stale ones by owner.
  public static List<Stale> byOwner(List<Consumer> stale) {
    Map<String, List<Consumer>> owners =
        stale.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.namespace() + "/" + each.owner() + "/" + each.kind(),
                    TreeMap::new,
                    Collectors.toList()));
    return owners.values().stream()
        .map(
            pods ->
                new Stale(
                    pods.getFirst().kind(),
                    pods.getFirst().namespace(),
                    pods.getFirst().owner(),
                    pods.size(),
                    pods.stream()
                        .flatMap(each -> each.started().stream())
                        .min(Comparator.naturalOrder())
                        .map(Instant::toString)
                        .orElse("")))
        .toList();
  }
}
