// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A manifest of a policy's `accept` or `reject` folder; its first lines say `# as: <user>` and, to
/// be rejected, `# message: <part of what the user reads>`.
record PolicyCase(Path file, String user, String message) {

  static List<PolicyCase> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(PolicyCase::read).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  String name() {
    return file.getFileName().toString().replace(".yaml", "").replace('-', ' ');
  }

  private static PolicyCase read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return new PolicyCase(file, said("# as: ", lines), said("# message: ", lines));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String said(String key, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElse("");
  }
}
