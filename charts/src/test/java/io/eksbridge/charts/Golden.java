// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that tests write: `-Dgolden=update` makes it as it should be.
final class Golden {
  private Golden() {}

  /// The file must read `text`.
  static void isCurrent(Path file, String text) throws IOException {
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(file, text);
    }
    assertThat(file).as("stale: run the tests with -Dgolden=update").exists().hasContent(text);
  }
}
