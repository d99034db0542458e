// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/// What changed between two texts, as `diff -u` shows it, without the names of files.
final class Diff {
  private static final int CONTEXT = 2;
  private static final int NAMES = 2; // lines

  private Diff() {}

  static List<String> unified(List<String> before, List<String> after) {
    return UnifiedDiffUtils.generateUnifiedDiff(
            "", "", before, DiffUtils.diff(before, after), CONTEXT)
        .stream()
        .skip(NAMES)
        .toList();
  }
}
