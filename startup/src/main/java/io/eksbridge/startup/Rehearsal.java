// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs several command lines of a service in one process, which only the recording of its
/// ahead-of-time cache wants: one cache is to know what each of its commands does.
final class Rehearsal {
  private static final String NEXT = "--";

  private Rehearsal() {}

  /// The service's main class, and then its command lines, with `--` between them.
  public static void main(String[] arguments) {
    for (List<String> line : lines(List.of(arguments).subList(1, arguments.length))) {
      Thread.ofPlatform().start(() -> run(arguments[0], line));
    }
  }

  private static List<List<String>> lines(List<String> arguments) {
    var lines = new ArrayList<List<String>>();
    var line = new ArrayList<String>();
    for (String argument : arguments) {
      if (argument.equals(NEXT)) {
        lines.add(List.copyOf(line));
        line.clear();
      } else {
        line.add(argument);
      }
    }
    lines.add(List.copyOf(line));
    return lines;
  }

  private static void run(String service, List<String> line) {
    try {
      var main = Class.forName(service).getMethod("main", String[].class);
      main.invoke(null, (Object) line.toArray(String[]::new));
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException(service + " cannot be run: " + Arrays.asList(line), failure);
    }
  }
}
