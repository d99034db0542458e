// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The roles and bindings under names of ours, as they are.
///
/// @param roles by name
/// @param bindings by name
public record Held(Map<String, Role> roles, Map<String, Binding> bindings) {
  /// Keeps copies.
  public Held {
    roles = Collections.unmodifiableMap(new TreeMap<>(roles));
    bindings = Collections.unmodifiableMap(new TreeMap<>(bindings));
  }

  /// What of it is ours, as roles and as bindings, which share their names.
  public Set<String> made() {
    var made = new TreeSet<String>();
    roles.values().stream().filter(Role::ours).forEach(each -> made.add(role(each.name())));
    bindings.values().stream()
        .filter(Binding::ours)
        .forEach(each -> made.add(binding(each.name())));
    return made;
  }

  /// A role, told from the binding of the same name.
  public static String role(String name) {
    return "clusterrole/" + name;
  }

  /// A binding, told from the role of the same name.
  public static String binding(String name) {
    return "clusterrolebinding/" + name;
  }

  /// What both are asked.
  public sealed interface Thing {
    /// Its name.
    String name();

    /// Its life.
    String uid();

    /// Whether we made it.
    boolean ours();

    /// Who else wrote what is ours to write, as the API server names them.
    Set<String> editors();
  }

  /// A ClusterRole.
  ///
  /// @param name its name
  /// @param uid its life
  /// @param ours whether we made it
  /// @param marked whether it carries our labels, and nothing makes its rules but us
  /// @param reach what it allows
  /// @param editors who else wrote what is ours to write
  public record Role(
      String name, String uid, boolean ours, boolean marked, Reach reach, Set<String> editors)
      implements Thing {}

  /// A ClusterRoleBinding.
  ///
  /// @param name its name
  /// @param uid its life
  /// @param ours whether we made it
  /// @param marked whether it carries our labels, and binds ServiceAccounts only
  /// @param role which ClusterRole it gives
  /// @param accounts to whom
  /// @param editors who else wrote what is ours to write
  public record Binding(
      String name,
      String uid,
      boolean ours,
      boolean marked,
      String role,
      SortedSet<Account> accounts,
      Set<String> editors)
      implements Thing {
    /// Keeps a copy.
    public Binding {
      accounts = Collections.unmodifiableSortedSet(new TreeSet<>(accounts));
    }
  }
}
