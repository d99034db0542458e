// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The commands of the README and the guides, as they stand there, placeholders without their
/// brackets.
final class CommandsTest {
  private static final Pattern CHART =
      Pattern.compile("helm (?:install|upgrade) (\\S+) charts/(\\S+)(?: -n (\\S+))?");
  private static final Pattern SET = Pattern.compile("--set (\\S+?)=(\\S+)");
  private static final Path ROOT = Path.of("..");

  @TempDir static Path archives;

  @TestFactory
  Stream<DynamicTest> everyChartThatAPageInstallsRendersWithItsValues() throws IOException {
    Packages.main(new String[] {"", archives.toString()});
    List<String> commands = commands("helm (install|upgrade) .*");

    assertThat(commands).hasSizeGreaterThanOrEqualTo(7);
    return commands.stream().map(each -> DynamicTest.dynamicTest(each, () -> render(each)));
  }

  @TestFactory
  Stream<DynamicTest> everyChartWhoseDependenciesAPageBuildsHasThem() throws IOException {
    List<String> commands = commands("helm dependency .*");

    assertThat(commands).isNotEmpty();
    return commands.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each,
                    () ->
                        assertThat(each)
                            .isEqualTo("helm dependency build charts/" + Packages.UMBRELLA)));
  }

  private static void render(String command) {
    Matcher chart = CHART.matcher(command);
    assertThat(chart.find()).as(command).isTrue();
    String path = chart.group(2);
    TemplateCommand template =
        path.startsWith("target/")
            ? Helm.template(archives.resolve(path.substring("target/".length())).toString())
            : named(path).helm().template();
    template.withName(chart.group(1)).withKubeVersion("1.35.0").set("global.preflight", false);
    if (chart.group(3) != null) {
      template.withNamespace(chart.group(3));
    }
    if (command.contains("--reuse-values")) { // those of an install before
      template.set("image.repository", "registry.test/reused");
    }
    Matcher set = SET.matcher(command);
    while (set.find()) {
      template.set(set.group(1), set.group(2).replaceAll("[<>]", ""));
    }
    assertThat(Chart.read(template.call())).as(command).isNotEmpty();
  }

  private static Chart named(String folder) {
    return Stream.of(Chart.values())
        .filter(each -> each.folder().equals(folder))
        .findFirst()
        .orElseThrow();
  }

  /// The lines of code of all pages that match, continued ones as one.
  static List<String> commands(String expression) throws IOException {
    try (Stream<Path> guides = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), guides)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .flatMap(CommandsTest::code)
          .filter(line -> line.matches(expression) && !line.contains(" ... "))
          .toList();
    }
  }

  private static Stream<String> code(Path page) {
    try {
      return Files.readString(page)
          .replaceAll("\\\\\n *", "")
          .lines()
          .filter(line -> line.startsWith("    "))
          .map(String::strip);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
