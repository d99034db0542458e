// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.coverage;

import java.util.List;

/// What changes between two texts, line by line, with three lines around each change.
final class LineDiff {
  private static final int AROUND = 3;

  private final List<String> before;
  private final List<String> after;
  private final int[][] common; // of what is left from here on

  private LineDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
    this.common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
  }

  static String of(String before, String after) {
    return new LineDiff(before.lines().toList(), after.lines().toList()).print();
  }

  private String print() {
    var lines = new java.util.ArrayList<String>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        lines.add("  " + before.get(i++));
        j++;
      } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + before.get(i++));
      } else {
        lines.add("+ " + after.get(j++));
      }
    }
    var text = new StringBuilder();
    boolean left = false;
    for (int at = 0; at < lines.size(); at++) {
      boolean near = near(lines, at);
      if (near) {
        text.append(left ? "  ...\n" : "").append(lines.get(at)).append('\n');
      }
      left = !near;
    }
    return text.toString();
  }

  private static boolean near(List<String> lines, int at) {
    int from = Math.max(0, at - AROUND);
    int to = Math.min(lines.size(), at + AROUND + 1);
    return lines.subList(from, to).stream().anyMatch(line -> !line.startsWith("  "));
  }
}
