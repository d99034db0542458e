// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

/// A name with `*` for any part of it.
final class Glob {
  private Glob() {}

  /// Whether the whole of `name` is as `pattern` says.
  static boolean matches(String pattern, String name) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(name);
    }
    if (!name.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int from = star; from <= name.length(); from++) {
      if (matches(rest, name.substring(from))) {
        return true;
      }
    }
    return false;
  }
}
