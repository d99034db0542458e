// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/// Tables of figures, as Markdown on standard output.
final class Table {
  private Table() {}

  static void head(String title, String... columns) {
    System.out.printf(
        "%n%s%n%n| %s |%n|%s%n", title, String.join(" | ", columns), "---|".repeat(columns.length));
  }

  @FormatMethod
  static void row(String cells, Object... values) {
    System.out.println("| " + String.format(Locale.ROOT, cells, values) + " |");
  }

  static String verdict(boolean holds) {
    return holds ? "holds" : "**missed**";
  }
}
