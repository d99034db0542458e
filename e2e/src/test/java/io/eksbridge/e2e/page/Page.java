// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page of `docs/reference` that a test writes.
final class Page {
  private static final Path FOLDER = Path.of("..", "docs", "reference");

  private Page() {}

  /// The page must read `text`; `-Dgolden=update` makes it so.
  static void isCurrent(String name, String text) throws IOException {
    Path page = FOLDER.resolve(name);
    if ("update".equals(System.getProperty("golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(page, text);
    }
    assertThat(page).as("stale: run the tests with -Dgolden=update").exists().hasContent(text);
  }
}
