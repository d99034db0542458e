// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One JSON object a line for collectors, plain lines for a person at a terminal;
/// `LOG_FORMAT=json|text` decides otherwise, `LOG_LEVEL` sets the level. Always on standard error,
/// so that results on standard output stay clean.
final class LogFormat {
  private static final String CONFIGURATION = "logback.configurationFile";

  private LogFormat() {}

  static void choose(Map<String, String> environment, @Nullable Console console) {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, file(environment, console != null && console.isTerminal()));
    }
  }

  static String file(Map<String, String> environment, boolean terminal) {
    return switch (environment.getOrDefault("LOG_FORMAT", "")) {
      case "json" -> "logback-json.xml";
      case "text" -> "logback-text.xml";
      default -> terminal ? "logback-text.xml" : "logback-json.xml";
    };
  }
}
