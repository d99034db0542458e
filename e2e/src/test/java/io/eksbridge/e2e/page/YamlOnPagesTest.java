// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

final class YamlOnPagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockIsReadByAParserThatForbidsKeysTwice(Path page) throws IOException {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    for (String block : blocks(page)) {
      for (Object document : new Yaml(new SafeConstructor(options)).loadAll(block)) {
        assertThat(document).as(block).isInstanceOf(Map.class);
        if (block.contains("kind:")) {
          assertThat(document.toString()).as(block).contains("apiVersion=", "kind=");
        }
      }
    }
  }

  static Stream<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).sorted().toList()) {
        if (!blocks(file).isEmpty()) {
          pages.add(file);
        }
      }
    }
    assertThat(pages).isNotEmpty();
    return pages.stream();
  }

  private static List<String> blocks(Path page) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(page));
    return block.results().map(found -> found.group(1)).toList();
  }
}
