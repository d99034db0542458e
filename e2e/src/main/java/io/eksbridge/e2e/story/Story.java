// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// How the demo is told: numbered steps in plain words, real data indented, and at the end which
/// steps held. In colour only where a person looks at a terminal.
public final class Story {
  private static final String INDENT = "   ";

  /// A step and whether all that was claimed in it held.
  private record Chapter(String title, List<String> broken) {}

  private final PrintStream out;
  private final boolean colour;
  private final List<Chapter> chapters = new ArrayList<>();

  /// Tells to `out`.
  public Story(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /// Begins the next step.
  public void step(String title) {
    chapters.add(new Chapter(title, new ArrayList<>()));
    out.println();
    out.println(paint(1, chapters.size() + ". " + title));
  }

  /// A line of the tale.
  @FormatMethod
  public void say(String line, Object... values) {
    out.println(INDENT + line.formatted(values));
  }

  /// Data as it is, further in; the lines of a diff in their colours.
  public void show(List<String> lines) {
    for (String line : lines) {
      int code =
          line.startsWith("+") ? 32 : line.startsWith("-") ? 31 : line.startsWith("@@") ? 36 : 0;
      out.println(INDENT + "  " + (code == 0 ? line : paint(code, line)));
    }
  }

  /// Claims something; the step holds when all its claims do.
  public void claim(String sentence, boolean holds) {
    out.println(INDENT + (holds ? paint(32, "✓") : paint(31, "✗ NOT SO:")) + " " + sentence);
    if (!holds) {
      chapters.getLast().broken().add(sentence);
    }
  }

  /// What went wrong so that the step could not go on.
  public void broke(Exception failure) {
    claim(
        String.valueOf(failure.getMessage())
            .lines()
            .limit(20)
            .reduce("", (a, b) -> a + (a.isEmpty() ? "" : "\n" + INDENT + "  ") + b),
        false);
  }

  /// Tells which steps held; whether all did.
  public boolean end(long seconds) {
    out.println();
    out.println(paint(1, "In " + seconds + " s"));
    for (int n = 0; n < chapters.size(); n++) {
      Chapter chapter = chapters.get(n);
      boolean held = chapter.broken().isEmpty();
      out.println(
          INDENT
              + (held ? paint(32, "held") : paint(31, "NOT HELD"))
              + "  "
              + (n + 1)
              + ". "
              + chapter.title());
    }
    out.flush();
    return chapters.stream().allMatch(chapter -> chapter.broken().isEmpty());
  }

  private String paint(int code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
