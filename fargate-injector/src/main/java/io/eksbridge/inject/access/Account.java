// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import java.util.Comparator;

/// A ServiceAccount.
public record Account(String namespace, String name) implements Comparable<Account> {
  private static final Comparator<Account> ORDER =
      Comparator.comparing(Account::namespace).thenComparing(Account::name);

  /// As RBAC and access reviews call it.
  public String user() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }

  /// For people and logs.
  public String title() {
    return namespace + "/" + name;
  }

  @Override
  public int compareTo(Account other) {
    return ORDER.compare(this, other);
  }
}
