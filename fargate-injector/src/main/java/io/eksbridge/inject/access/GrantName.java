// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

/// What roles and their bindings are called: by whom they are for, and a number, since one holds
/// so many nodes and no more. Neither part of an account's name has a colon in it.
public final class GrantName {
  /// What every name begins with, which a policy confines the controller to.
  public static final String PREFIX = "eksbridge-kubelet:";

  /// The role, and what its bindings are called, where all kubelets may be read.
  public static final String EVERYWHERE = PREFIX + "cluster";

  private static final int LONGEST = 240;
  private static final int KEPT = 200;

  private GrantName() {}

  /// The name of an account's grant of this number.
  public static String of(Account account, int number) {
    return bounded(PREFIX + account.namespace() + ":" + account.name()) + ":" + number;
  }

  /// The name of the binding of this number, where all kubelets may be read.
  public static String everywhere(int number) {
    return EVERYWHERE + ":" + number;
  }

  /// The number at the end of a name; none where it has no such end.
  static int number(String name) {
    String end = name.substring(name.lastIndexOf(':') + 1);
    return end.matches("[0-9]{1,6}") ? Integer.parseInt(end) : -1;
  }

  /// A name that is too long is cut, and told from others by a digest, which no account's name
  /// could end in.
  private static String bounded(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    long digest = 0xcbf29ce484222325L; // FNV-1a
    for (int index = 0; index < name.length(); index++) {
      digest = (digest ^ name.charAt(index)) * 0x100000001b3L;
    }
    return name.substring(0, KEPT) + "~" + Long.toHexString(digest);
  }
}
