// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the real parts are: `$EKSBRIDGE_PARTS`, else `~/.cache/eksbridge/parts`, then the PATH.
public final class Parts {
  private Parts() {}

  /// The program `name`, when it is installed.
  public static Optional<Path> find(String name) {
    return find(name, System.getenv());
  }

  static Optional<Path> find(String name, Map<String, String> environment) {
    String cache =
        environment.getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
    String parts = environment.getOrDefault("EKSBRIDGE_PARTS", cache + "/eksbridge/parts");
    String[] path = environment.getOrDefault("PATH", "").split(File.pathSeparator);
    return Stream.concat(Stream.of(parts), Arrays.stream(path))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The program `name`.
  ///
  /// @throws AbsentPart when it is not installed
  public static Path require(String name) {
    return find(name).orElseThrow(() -> new AbsentPart(name));
  }
}
