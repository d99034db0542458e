// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;

/// A command with others under it. picocli looks through each class with all its flags, which takes
/// longer than the rest of a command line; so a process looks only through those that it may need.
public interface Subcommands {
  /// All of them, each with its [Command] annotation.
  List<Class<?>> subcommands();

  /// Those that arguments may ask for: the one that comes first; none, where there are but flags
  /// with their values; all, where a person asks for help or may have made a mistake.
  static List<Class<?>> asked(Object command, String... arguments) {
    if (!(command instanceof Subcommands several)) {
      return List.of();
    }
    List<Class<?>> all = several.subcommands();
    if (Arrays.stream(arguments).allMatch(Subcommands::isFlagWithValue)) {
      return List.of();
    }
    return all.stream()
        .filter(each -> name(each).equals(arguments[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(all);
  }

  private static boolean isFlagWithValue(String argument) {
    return argument.startsWith("--") && argument.indexOf('=') > 0;
  }

  private static String name(Class<?> subcommand) {
    Command its = subcommand.getAnnotation(Command.class);
    return its == null ? "" : its.name();
  }
}
