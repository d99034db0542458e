// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;

/// What is to be done about one role or binding.
public sealed interface GrantChange {
  /// Its name.
  String name();

  /// Let a role allow this.
  ///
  /// @param uid of the one that there is, empty where there is none
  /// @param details nodes that come (`+`) and go (`-`), and who edited it
  record WriteRole(String name, Reach reach, String uid, Why why, List<String> details)
      implements GrantChange {}

  /// Let a binding give this role to these.
  ///
  /// @param uid of the one that there is, empty where there is none
  /// @param details accounts that come (`+`) and go (`-`), and who edited it
  record WriteBinding(
      String name,
      String role,
      SortedSet<Account> accounts,
      String uid,
      Why why,
      List<String> details)
      implements GrantChange {}

  /// Take the binding away: first of the two, since it is what gives.
  record DeleteBinding(String name, String uid, Why why) implements GrantChange {}

  /// Take the role away.
  record DeleteRole(String name, String uid, Why why) implements GrantChange {}

  /// Leave what someone else made under a name of ours, and do without.
  ///
  /// @param kind of the object
  record Refuse(String kind, String name) implements GrantChange {}

  /// Why: the word of the log and the metric.
  enum Why {
    /// A pod runs that did not.
    PODS_STARTED,
    /// A pod has ended.
    PODS_ENDED,
    /// Some have started and some have ended.
    PODS_CHANGED,
    /// Someone else wrote it.
    EDITED,
    /// Someone else deleted it.
    DELETED,
    /// It cannot be mended as it is, and is made anew.
    REMADE,
    /// The mode is another than it was made for.
    MODE_CHANGED;

    /// The word for metrics and logs.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
