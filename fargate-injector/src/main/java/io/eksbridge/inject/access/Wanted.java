// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The roles and bindings that there are to be.
///
/// @param roles what each allows, by name
/// @param bindings who gets it, by name
public record Wanted(SortedMap<String, Reach> roles, SortedMap<String, Given> bindings) {
  /// How many nodes a role, or accounts a binding, holds at the most: a change writes all of it.
  public static final int BOUND = 100;

  /// What a binding gives to whom.
  ///
  /// @param role its name
  /// @param accounts who gets it
  public record Given(String role, SortedSet<Account> accounts) {}

  /// What follows for this demand, near to what is held.
  public static Wanted of(Mode mode, Demand demand, Held held, int bound) {
    return switch (mode) {
      case SCOPED -> scoped(demand, held, bound);
      case CLUSTER -> everywhere(demand, held, bound);
      case OFF -> new Wanted(new TreeMap<>(), new TreeMap<>());
    };
  }

  private static Wanted scoped(Demand demand, Held held, int bound) {
    var roles = new TreeMap<String, Reach>();
    var bindings = new TreeMap<String, Given>();
    Map<String, SortedMap<Integer, SortedSet<String>>> shares = sharesOfRoles(held);
    demand
        .nodes()
        .forEach(
            (account, nodes) -> {
              var only = new TreeSet<Account>();
              only.add(account);
              String first = GrantName.of(account, 0);
              Shares.of(nodes, shares.getOrDefault(stem(first), new TreeMap<>()), bound)
                  .forEach(
                      (number, share) -> {
                        String name = GrantName.of(account, number);
                        roles.put(name, new Reach.Nodes(share));
                        bindings.put(name, new Given(name, only));
                      });
            });
    return new Wanted(roles, bindings);
  }

  private static Wanted everywhere(Demand demand, Held held, int bound) {
    var roles = new TreeMap<String, Reach>();
    var bindings = new TreeMap<String, Given>();
    var accounts = new TreeSet<>(demand.nodes().keySet());
    if (!accounts.isEmpty()) {
      roles.put(GrantName.EVERYWHERE, new Reach.Everywhere());
    }
    var shares = new TreeMap<Integer, SortedSet<Account>>();
    for (Held.Binding binding : held.bindings().values()) {
      if (binding.ours() && stem(binding.name()).equals(GrantName.EVERYWHERE)) {
        shares.put(GrantName.number(binding.name()), binding.accounts());
      }
    }
    Shares.of(accounts, shares, bound)
        .forEach(
            (number, share) ->
                bindings.put(GrantName.everywhere(number), new Given(GrantName.EVERYWHERE, share)));
    return new Wanted(roles, bindings);
  }

  private static Map<String, SortedMap<Integer, SortedSet<String>>> sharesOfRoles(Held held) {
    var shares = new TreeMap<String, SortedMap<Integer, SortedSet<String>>>();
    for (Held.Role role : held.roles().values()) {
      if (role.ours()
          && role.reach() instanceof Reach.Nodes(SortedSet<String> nodes)
          && GrantName.number(role.name()) >= 0) {
        shares
            .computeIfAbsent(stem(role.name()), _ -> new TreeMap<>())
            .put(GrantName.number(role.name()), nodes);
      }
    }
    return shares;
  }

  private static String stem(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf(':')));
  }
}
