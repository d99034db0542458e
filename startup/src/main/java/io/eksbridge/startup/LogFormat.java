// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import java.io.Console;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One JSON object a line for collectors, plain lines for a person at a terminal;
/// `LOG_FORMAT=json|text` decides otherwise, `LOG_LEVEL` sets the level. Always on standard error,
/// so that results on standard output stay clean.
enum LogFormat {
  JSON,
  TEXT;

  private static final String OWN_FILE = "logback.configurationFile";
  private static final String CHOSEN = "eksbridge.log-format";

  /// Chooses for this process, before its first line, unless a file of one's own is given.
  static void choose(Map<String, String> environment, @Nullable Console console) {
    if (System.getProperty(OWN_FILE) == null) {
      System.setProperty(CHOSEN, of(environment, console != null && console.isTerminal()).name());
    }
  }

  /// What was chosen.
  static Optional<LogFormat> chosen() {
    return named(System.getProperty(CHOSEN, ""));
  }

  static LogFormat of(Map<String, String> environment, boolean terminal) {
    return named(environment.getOrDefault("LOG_FORMAT", "")).orElse(terminal ? TEXT : JSON);
  }

  private static Optional<LogFormat> named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }
}
