// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import io.eksbridge.inject.fleet.FargatePod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/// Which of the pods that run sidecars may read their kubelets by what we granted.
///
/// @param granted those that may
/// @param open those that may not, or not by us
public record Coverage(List<FargatePod> granted, List<FargatePod> open) {
  /// Compares pods that have a node with what is held.
  public static Coverage of(Demand demand, Held held) {
    var everywhere = new HashSet<Account>();
    var own = new HashMap<Account, Set<String>>();
    for (Held.Binding binding : held.bindings().values()) {
      Held.Role role = held.roles().get(binding.role());
      if (role != null && role.ours() && binding.ours()) {
        switch (role.reach()) {
          case Reach.Everywhere() -> everywhere.addAll(binding.accounts());
          case Reach.Nodes(SortedSet<String> nodes) ->
              binding
                  .accounts()
                  .forEach(each -> own.computeIfAbsent(each, _ -> new HashSet<>()).addAll(nodes));
          case Reach.Other() -> {}
        }
      }
    }
    return split(demand, everywhere, own);
  }

  private static Coverage split(
      Demand demand, Set<Account> everywhere, Map<Account, Set<String>> own) {
    var granted = new ArrayList<FargatePod>();
    var open = new ArrayList<FargatePod>();
    Stream.of(demand.placed(), demand.contested(), demand.waiting())
        .flatMap(List::stream)
        .filter(pod -> !pod.node().isEmpty())
        .forEach(
            pod -> {
              Account account = Demand.account(pod);
              boolean may =
                  everywhere.contains(account)
                      || own.getOrDefault(account, Set.of()).contains(pod.node());
              (may ? granted : open).add(pod);
            });
    return new Coverage(granted, open);
  }
}
