// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

  @Test
  void everyLinkWithinTheProjectLeadsSomewhere() throws IOException {
    var dead = new ArrayList<String>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          dead.add(ROOT.relativize(page) + " -> " + link.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void decisionsAreNumberedWithoutGapsAndHaveTheirParts() throws IOException {
    List<Path> decisions = decisions();

    assertThat(decisions.stream().map(file -> file.getFileName().toString().substring(0, 4)))
        .isEqualTo(IntStream.rangeClosed(1, decisions.size()).mapToObj("%04d"::formatted).toList());
    for (Path decision : decisions) {
      assertThat(Files.readString(decision))
          .as(decision.toString())
          .startsWith("# " + decision.getFileName().toString().substring(0, 4) + ". ")
          .contains("\nStatus: ", "\n## Context\n", "\n## Decision\n", "\n## Consequences\n");
    }
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  private static List<Path> decisions() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/adr"))) {
      return files.sorted().toList();
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }
}
