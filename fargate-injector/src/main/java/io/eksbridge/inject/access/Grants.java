// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import io.eksbridge.inject.access.GrantChange.Why;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares what there is to be with what there is. Only what can be done at once is told: a
/// binding comes after its role and goes before it, and what remains is found when one looks
/// again.
public final class Grants {
  private Grants() {}

  /// The changes.
  ///
  /// @param made what of [Held#made] was there when we last looked, and was not taken away by us
  public static List<GrantChange> changes(Wanted wanted, Held held, Mode mode, Set<String> made) {
    var changes = new ArrayList<GrantChange>();
    held.bindings().values().stream()
        .filter(Held.Binding::ours)
        .filter(each -> !wanted.bindings().containsKey(each.name()) || !mendable(each, wanted))
        .forEach(each -> changes.add(unbind(each, wanted, mode)));
    wanted.roles().forEach((name, reach) -> role(name, reach, held, made, changes));
    wanted.bindings().forEach((name, given) -> binding(name, given, wanted, held, made, changes));
    var bound = new HashSet<String>();
    held.bindings().values().stream()
        .filter(Held.Binding::ours)
        .forEach(each -> bound.add(each.role()));
    held.roles().values().stream()
        .filter(Held.Role::ours)
        .filter(each -> !wanted.roles().containsKey(each.name()) && !bound.contains(each.name()))
        .forEach(
            each ->
                changes.add(
                    new GrantChange.DeleteRole(each.name(), each.uid(), gone(each.name(), mode))));
    return changes;
  }

  private static GrantChange unbind(Held.Binding binding, Wanted wanted, Mode mode) {
    boolean kept = wanted.bindings().containsKey(binding.name());
    return new GrantChange.DeleteBinding(
        binding.name(), binding.uid(), kept ? Why.REMADE : gone(binding.name(), mode));
  }

  /// The role that a binding gives can never be changed.
  private static boolean mendable(Held.Binding binding, Wanted wanted) {
    Wanted.Given given = wanted.bindings().get(binding.name());
    return given != null && given.role().equals(binding.role());
  }

  private static void role(
      String name, Reach reach, Held held, Set<String> made, List<GrantChange> changes) {
    Held.Role there = held.roles().get(name);
    if (there == null) {
      Why why = made.contains(Held.role(name)) ? Why.DELETED : Why.PODS_STARTED;
      changes.add(new GrantChange.WriteRole(name, reach, "", why, details(Set.of(), all(reach))));
    } else if (!there.ours()) {
      changes.add(new GrantChange.Refuse("clusterrole", name));
    } else if (!there.marked() || !there.reach().equals(reach)) {
      List<String> details = details(all(there.reach()), all(reach));
      changes.add(
          new GrantChange.WriteRole(
              name, reach, there.uid(), why(there, details), told(there, details)));
    }
  }

  private static void binding(
      String name,
      Wanted.Given given,
      Wanted wanted,
      Held held,
      Set<String> made,
      List<GrantChange> changes) {
    Held.Role role = held.roles().get(given.role());
    boolean sound =
        role != null && role.ours() && alike(role.reach(), wanted.roles().get(given.role()));
    Held.Binding there = held.bindings().get(name);
    if (there != null && !there.ours()) {
      changes.add(new GrantChange.Refuse("clusterrolebinding", name));
    } else if (!sound) {
      return; // what gives more than it should is not given to anybody
    } else if (there == null) {
      Why why = made.contains(Held.binding(name)) ? Why.DELETED : Why.PODS_STARTED;
      changes.add(
          new GrantChange.WriteBinding(
              name,
              given.role(),
              given.accounts(),
              "",
              why,
              details(Set.of(), titles(given.accounts()))));
    } else if (there.role().equals(given.role())
        && (!there.marked() || !there.accounts().equals(given.accounts()))) {
      List<String> details = details(titles(there.accounts()), titles(given.accounts()));
      changes.add(
          new GrantChange.WriteBinding(
              name,
              given.role(),
              given.accounts(),
              there.uid(),
              why(there, details),
              told(there, details)));
    }
  }

  private static boolean alike(Reach there, @Nullable Reach wanted) {
    return wanted != null && there.getClass().equals(wanted.getClass());
  }

  private static Why gone(String name, Mode mode) {
    boolean everywhere = name.startsWith(GrantName.EVERYWHERE) && GrantName.number(name) < 0;
    return switch (mode) {
      case OFF -> Why.MODE_CHANGED;
      case CLUSTER -> everywhere || ofCluster(name) ? Why.PODS_ENDED : Why.MODE_CHANGED;
      case SCOPED -> everywhere || ofCluster(name) ? Why.MODE_CHANGED : Why.PODS_ENDED;
    };
  }

  private static boolean ofCluster(String name) {
    return name.equals(GrantName.everywhere(Math.max(0, GrantName.number(name))));
  }

  private static Why why(Held.Thing there, List<String> details) {
    boolean marked =
        switch (there) {
          case Held.Role role -> role.marked() && !(role.reach() instanceof Reach.Other);
          case Held.Binding binding -> binding.marked();
        };
    if (!marked || !there.editors().isEmpty()) {
      return Why.EDITED;
    }
    boolean more = details.stream().anyMatch(each -> each.startsWith("+"));
    boolean less = details.stream().anyMatch(each -> each.startsWith("-"));
    return more && less ? Why.PODS_CHANGED : more ? Why.PODS_STARTED : Why.PODS_ENDED;
  }

  private static List<String> told(Held.Thing there, List<String> details) {
    var told = new ArrayList<>(details);
    there.editors().forEach(each -> told.add("by " + each));
    return told;
  }

  private static List<String> details(Set<String> before, Set<String> after) {
    var details = new ArrayList<String>();
    after.stream().filter(each -> !before.contains(each)).forEach(each -> details.add("+" + each));
    before.stream().filter(each -> !after.contains(each)).forEach(each -> details.add("-" + each));
    return details;
  }

  private static SortedSet<String> all(Reach reach) {
    return switch (reach) {
      case Reach.Nodes(SortedSet<String> names) -> names;
      case Reach.Everywhere() -> new TreeSet<>(Set.of("*"));
      case Reach.Other() -> new TreeSet<>();
    };
  }

  private static SortedSet<String> titles(SortedSet<Account> accounts) {
    var titles = new TreeSet<String>();
    accounts.forEach(each -> titles.add(each.title()));
    return titles;
  }
}
