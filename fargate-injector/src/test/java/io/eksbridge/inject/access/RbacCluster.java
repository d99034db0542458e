// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.fleet.FargatePod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// Roles and bindings as an API server keeps them: as strict about what may be written to what.
final class RbacCluster {
  static final int BOUND = 10;

  final List<FargatePod> pods = new ArrayList<>();
  final Map<String, Held.Role> roles = new HashMap<>();
  final Map<String, Held.Binding> bindings = new HashMap<>();
  final Set<String> nodes = new HashSet<>(Set.of("ec2", "other"));
  private int lives;

  RbacCluster() {
    for (int number = 0; number < 40; number++) {
      nodes.add("n" + number);
    }
  }

  Demand demand() {
    return Demand.of(pods, nodes);
  }

  List<GrantChange> pass(Mode mode) {
    return pass(mode, Set.of());
  }

  List<GrantChange> pass(Mode mode, Set<String> made) {
    var held = new Held(roles, bindings);
    List<GrantChange> changes =
        Grants.changes(Wanted.of(mode, demand(), held, BOUND), held, mode, made);
    changes.forEach(this::perform);
    return changes;
  }

  void settle(Mode mode) {
    for (int passes = 0; passes < 6; passes++) {
      if (pass(mode).stream().allMatch(GrantChange.Refuse.class::isInstance)) {
        return;
      }
    }
    throw new AssertionError("it does not settle: " + pass(mode));
  }

  Set<String> mayRead(Account account) {
    var may = new HashSet<String>();
    for (Held.Binding binding : bindings.values()) {
      Held.Role role = roles.get(binding.role());
      if (role != null && binding.accounts().contains(account)) {
        switch (role.reach()) {
          case Reach.Nodes(var names) -> may.addAll(names);
          case Reach.Everywhere() -> may.add("*");
          case Reach.Other() -> may.add("?");
        }
      }
    }
    return may;
  }

  void shuffle(Random random) {
    pods.clear();
    for (int number = 0; number < 40; number++) {
      if (random.nextBoolean()) {
        pods.add(Pods.pod("a" + random.nextInt(3), random.nextInt(5) == 0 ? "" : "n" + number));
      }
    }
    for (String name : List.copyOf(roles.keySet())) {
      switch (random.nextInt(6)) {
        case 0 -> roles.remove(name);
        case 1 -> bindings.remove(name);
        case 2 -> edit(name, new Reach.Nodes(new TreeSet<>(Set.of("n1", "n39"))));
        case 3 -> edit(name, new Reach.Other());
        case 4 -> bindings.put(name, wrong(name));
        default -> {}
      }
    }
  }

  void isExact() {
    var expected = new HashMap<Account, Set<String>>();
    demand().nodes().forEach(expected::put);
    expected.forEach((account, own) -> assertThat(mayRead(account)).isEqualTo(own));
    assertThat(roles.keySet()).isEqualTo(bindings.keySet());
  }

  Held.Role role(String name) {
    return Objects.requireNonNull(roles.get(name));
  }

  private void edit(String name, Reach reach) {
    Held.Role role = roles.get(name);
    if (role != null) {
      roles.put(name, new Held.Role(name, role.uid(), true, true, reach, Set.of("edit")));
    }
  }

  private Held.Binding wrong(String name) {
    return new Held.Binding(
        name,
        "b" + lives++,
        true,
        true,
        "cluster-admin",
        new TreeSet<>(Set.of(new Account("shop", "cart"))),
        Set.of("edit"));
  }

  private void perform(GrantChange change) {
    switch (change) {
      case GrantChange.WriteRole(var name, var reach, var uid, _, _) -> {
        Held.Role there = roles.get(name);
        assertThat(uid).isEqualTo(there == null ? "" : there.uid());
        assertThat(there == null || there.ours()).isTrue();
        String life = there == null ? "r" + lives++ : uid;
        roles.put(name, new Held.Role(name, life, true, true, reach, Set.of()));
      }
      case GrantChange.WriteBinding(var name, var role, var accounts, var uid, _, _) -> {
        Held.Binding there = bindings.get(name);
        assertThat(uid).isEqualTo(there == null ? "" : there.uid());
        assertThat(there == null || there.role().equals(role)).isTrue();
        assertThat(roles).containsKey(role);
        String life = there == null ? "b" + lives++ : uid;
        bindings.put(name, new Held.Binding(name, life, true, true, role, accounts, Set.of()));
      }
      case GrantChange.DeleteBinding(var name, var uid, _) ->
          assertThat(bindings.remove(name)).extracting(Held.Binding::uid).isEqualTo(uid);
      case GrantChange.DeleteRole(var name, var uid, _) ->
          assertThat(roles.remove(name)).extracting(Held.Role::uid).isEqualTo(uid);
      case GrantChange.Refuse _ -> {}
    }
  }
}
