// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

/// A name in which `*` stands for any part.
///
/// @param text as the operator wrote it
public record NamePattern(String text) {
  /// Refuses what no namespace could be called.
  public NamePattern {
    if (!text.matches("[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no name of a namespace, * for any part of it");
    }
  }

  /// Whether it stands for this name.
  public boolean matches(String name) {
    return matches(0, name, 0);
  }

  private boolean matches(int at, String name, int from) {
    int pattern = at;
    int index = from;
    while (pattern < text.length()) {
      if (text.charAt(pattern) == '*') {
        for (int next = index; next <= name.length(); next++) {
          if (matches(pattern + 1, name, next)) {
            return true;
          }
        }
        return false;
      }
      if (index >= name.length() || name.charAt(index) != text.charAt(pattern)) {
        return false;
      }
      pattern++;
      index++;
    }
    return index == name.length();
  }
}
