// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import io.eksbridge.inject.fleet.FargatePod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which kubelets are to be read by whom: pods × nodes.
///
/// @param nodes of each account's own pods, for every account that runs sidecars
/// @param placed the pods that have their node
/// @param waiting the pods without a node yet, or on one that has not been seen to be Fargate's
/// @param contested the pods on a node that pods of other accounts claim too
public record Demand(
    SortedMap<Account, SortedSet<String>> nodes,
    List<FargatePod> placed,
    List<FargatePod> waiting,
    List<FargatePod> contested) {

  /// Whoever may create pods may write any node's name into one. So a node counts only where it is
  /// Fargate's, of which each runs one pod, and only where nobody else claims it: who is right
  /// cannot be told, and whoever is wrong would be let into another's machine.
  public static Demand of(Collection<FargatePod> pods, Set<String> fargate) {
    var accounts = new TreeMap<Account, SortedSet<String>>();
    var waiting = new ArrayList<FargatePod>();
    var contested = new ArrayList<FargatePod>();
    var placed = new ArrayList<FargatePod>();
    Map<String, Set<Account>> claims = claims(pods);
    for (FargatePod pod : pods) {
      if (!pod.watched()) {
        continue;
      }
      SortedSet<String> own = accounts.computeIfAbsent(account(pod), _ -> new TreeSet<>());
      if (!fargate.contains(pod.node())) {
        waiting.add(pod);
      } else if (claims.getOrDefault(pod.node(), Set.of()).size() > 1) {
        contested.add(pod);
      } else {
        own.add(pod.node());
        placed.add(pod);
      }
    }
    return new Demand(accounts, placed, waiting, contested);
  }

  /// The account whose token the containers of this pod hold.
  public static Account account(FargatePod pod) {
    return new Account(pod.namespace(), pod.serviceAccount());
  }

  /// Whoever has a pod bound to a node, with a sidecar or without.
  private static Map<String, Set<Account>> claims(Collection<FargatePod> pods) {
    var claims = new HashMap<String, Set<Account>>();
    for (FargatePod pod : pods) {
      if (!pod.ended() && !pod.node().isEmpty()) {
        claims.merge(pod.node(), Set.of(account(pod)), Demand::both);
      }
    }
    return claims;
  }

  private static Set<Account> both(Set<Account> some, Set<Account> more) {
    if (some.containsAll(more)) {
      return some;
    }
    var both = new TreeSet<>(some);
    both.addAll(more);
    return both;
  }
}
