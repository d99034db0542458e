// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// The real parts that a test needs; where one is absent the test is skipped with its name, and
/// where `CI` is set it fails.
public final class Parts {
  private static final Map<String, String> ENVIRONMENT = System.getenv();

  private Parts() {}

  /// A mount namespace of the tests' own: src/test/unshared/bin/java says whether there is one.
  public static void mounts() {
    if (!"private".equals(ENVIRONMENT.get("EKSBRIDGE_MOUNTS"))) {
      throw absent(
          "a private mount namespace: the kernel forbids `unshare -m`, with root and without");
    }
  }

  /// A program of the real parts.
  public static Path program(String name) {
    Path home = Path.of(System.getProperty("user.home"), ".cache/eksbridge/parts");
    Path parts = Path.of(ENVIRONMENT.getOrDefault("EKSBRIDGE_PARTS", home.toString()));
    Stream<Path> path =
        Stream.of(ENVIRONMENT.getOrDefault("PATH", "").split(":", -1)).map(Path::of);
    return Stream.concat(Stream.of(parts), path)
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> absent(name + ": `e2e/parts/install` puts it into " + parts));
  }

  private static RuntimeException absent(String part) {
    String line = "needs " + part;
    if (ENVIRONMENT.containsKey("CI")) {
      throw new AssertionError(line);
    }
    return new TestAbortedException(line);
  }
}
