// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.plan.Demand;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The pods for whose sake namespaces hold copies, by namespace; a pod may be seen by several
/// watches and counts until the last of them lost it.
@Singleton
final class Pods {
  private final Map<String, Map<Seen, Demand>> byNamespace = new HashMap<>();

  /// A pod as one of the watches sees it.
  record Seen(String watch, String namespace, String pod) {}

  /// What a pod is known to need; whether its namespace now demands what it did not before.
  synchronized boolean put(Seen seen, Demand demand) {
    boolean before = demand(seen.namespace());
    if (demand == Demand.NONE) {
      remove(seen);
    } else {
      byNamespace.computeIfAbsent(seen.namespace(), _ -> new HashMap<>()).put(seen, demand);
    }
    return !before && demand(seen.namespace());
  }

  synchronized void remove(Seen seen) {
    byNamespace.computeIfPresent(
        seen.namespace(),
        (_, pods) -> {
          pods.remove(seen);
          return pods.isEmpty() ? null : pods;
        });
  }

  /// Forgets what `watch` no longer lists, told as `namespace/pod`; the namespaces where that was.
  synchronized Set<String> only(String watch, Set<String> listed) {
    List<Seen> gone =
        byNamespace.values().stream()
            .flatMap(pods -> pods.keySet().stream())
            .filter(seen -> seen.watch().equals(watch))
            .filter(seen -> !listed.contains(seen.namespace() + "/" + seen.pod()))
            .toList();
    gone.forEach(this::remove);
    return gone.stream().map(Seen::namespace).collect(Collectors.toSet());
  }

  /// Whether pods in `namespace` need a copy.
  synchronized boolean demand(String namespace) {
    return byNamespace.containsKey(namespace);
  }

  /// The pods that started without a sidecar for want of a copy, as `namespace/pod`.
  synchronized Set<String> missed() {
    var missed = new HashSet<String>();
    for (Map<Seen, Demand> pods : byNamespace.values()) {
      pods.forEach(
          (seen, demand) -> {
            if (demand == Demand.MISSED) {
              missed.add(seen.namespace() + "/" + seen.pod());
            }
          });
    }
    return missed;
  }
}
