// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A folder for each case, below one for each chart: `values.yaml`, and what Helm makes of it,
/// hooks included: `expected.yaml`, or `refused.txt` with the words of the refusal. In
/// `expected.yaml` a hook's annotation is `test/hook`.
final class CasesTest {
  private static final Path CASES = Path.of("src", "test", "cases");

  @TestFactory
  Stream<DynamicTest> everyCaseRendersAsItsFolderSays() throws IOException {
    return Stream.of(Chart.values())
        .flatMap(
            chart ->
                cases(chart)
                    .map(
                        folder ->
                            DynamicTest.dynamicTest(
                                chart.folder() + ": " + folder.getFileName(),
                                folder.toUri(),
                                () -> check(chart, folder))));
  }

  private static void check(Chart chart, Path folder) throws IOException {
    Path refused = folder.resolve("refused.txt");
    Path values = folder.resolve("values.yaml");
    if (Files.exists(refused)) {
      List<String> words = Files.readAllLines(refused);
      assertThatThrownBy(() -> chart.whole(values))
          .hasMessageContainingAll(words.toArray(String[]::new));
    } else {
      Golden.isCurrent(folder.resolve("expected.yaml"), chart.whole(values));
    }
  }

  private static Stream<Path> cases(Chart chart) {
    try (Stream<Path> folders = Files.list(CASES.resolve(chart.folder()))) {
      return folders.sorted().toList().stream();
    } catch (IOException none) {
      throw new AssertionError(chart + " has no cases", none);
    }
  }
}
