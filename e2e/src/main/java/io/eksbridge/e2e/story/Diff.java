// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import java.util.ArrayList;
import java.util.List;

/// What changed between two texts, as `diff -u` shows it.
final class Diff {
  private static final int CONTEXT = 2;

  private Diff() {}

  static List<String> unified(List<String> before, List<String> after) {
    List<String> all = edits(before, after);
    var shown = new ArrayList<String>();
    int oldLine = 1;
    int newLine = 1;
    boolean open = false;
    for (int n = 0; n < all.size(); n++) {
      String line = all.get(n);
      if (near(all, n)) {
        if (!open) {
          shown.add("@@ -" + oldLine + " +" + newLine + " @@");
        }
        shown.add(line);
      }
      open = near(all, n);
      oldLine += line.startsWith("+") ? 0 : 1;
      newLine += line.startsWith("-") ? 0 : 1;
    }
    return shown;
  }

  /// The whole of both texts, each line with what became of it, by their longest common
  /// subsequence.
  private static List<String> edits(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    var edits = new ArrayList<String>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        edits.add(" " + before.get(i++));
        j++;
      } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
        edits.add("-" + before.get(i++));
      } else {
        edits.add("+" + after.get(j++));
      }
    }
    return edits;
  }

  private static boolean near(List<String> edits, int n) {
    int from = Math.max(0, n - CONTEXT);
    int to = Math.min(edits.size(), n + CONTEXT + 1);
    return edits.subList(from, to).stream().anyMatch(line -> !line.startsWith(" "));
  }
}
