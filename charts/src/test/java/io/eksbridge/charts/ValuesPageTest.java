// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each chart's README has a table of its values, made of the comments in its `values.yaml`.
final class ValuesPageTest {
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z-]+):(?: (.*))?");
  private static final Pattern ABOUT = Pattern.compile("(?m)^description: (.*)$");
  private static final String MARK = "# -- ";

  @ParameterizedTest
  @EnumSource
  void theReadmeListsTheValuesAsTheyAre(Chart chart) throws IOException {
    Path folder = Path.of(chart.folder());
    List<String> rows = rows(Files.readAllLines(folder.resolve("values.yaml")));
    Matcher about = ABOUT.matcher(Files.readString(folder.resolve("Chart.yaml")));

    assertThat(rows).isNotEmpty();
    assertThat(about.find()).isTrue();
    Golden.isCurrent(
        folder.resolve("README.md"),
        """
        # %s

        %s. How to install it: [docs/install.md](../../docs/install.md).

        | value | default | what it is |
        |---|---|---|
        %s
        """
            .formatted(chart.folder(), about.group(1), String.join("\n", rows)));
  }

  private static List<String> rows(List<String> lines) {
    var rows = new ArrayList<String>();
    var path = new ArrayList<String>();
    var said = new StringBuilder();
    for (String line : lines) {
      String text = line.strip();
      Matcher key = KEY.matcher(line);
      if (text.startsWith(MARK)) {
        said.setLength(0);
        said.append(text.substring(MARK.length()));
      } else if (text.startsWith("#") && !said.isEmpty()) {
        said.append(' ').append(text.substring(1).strip());
      } else if (key.matches()) {
        int depth = key.group(1).length() / 2;
        path.subList(depth, path.size()).clear();
        path.add(key.group(2));
        String value = key.group(3) == null ? "" : key.group(3).replaceAll(" +#.*", "");
        if (!said.isEmpty() || !value.isEmpty()) {
          rows.add(row(String.join(".", path), value, said.toString()));
        }
        said.setLength(0);
      }
    }
    return rows;
  }

  private static String row(String name, String value, String said) {
    return "| `%s` | %s | %s |"
        .formatted(
            name,
            value.isEmpty() ? "" : "`" + value + "`",
            said.replace("|", "\\|").replace("<", "\\<"));
  }
}
