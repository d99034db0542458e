// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The installations that the README shows.
final class ReadmeTest {
  private static final Pattern INSTALL =
      Pattern.compile("helm install (\\S+) charts/(\\S+) -n (\\S+)");
  private static final Pattern SET = Pattern.compile("--set (\\S+?)=(\\S+)");

  @Test
  void everyInstallationInTheReadmeRenders() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md")).replace("\\\n", " ");
    List<String> commands =
        readme.lines().map(String::strip).filter(line -> line.startsWith("helm install")).toList();

    assertThat(commands).hasSize(Chart.values().length);
    for (String command : commands) {
      Matcher install = INSTALL.matcher(command);
      assertThat(install.find()).as(command).isTrue();
      Chart chart =
          Stream.of(Chart.values())
              .filter(each -> each.folder().equals(install.group(2)))
              .findFirst()
              .orElseThrow();
      TemplateCommand template =
          chart.template().withName(install.group(1)).withNamespace(install.group(3));
      Matcher set = SET.matcher(command);
      while (set.find()) {
        template.set(set.group(1), set.group(2).replace("<", "").replace(">", ""));
      }
      assertThat(Chart.read(template.call())).as(command).isNotEmpty();
    }
  }
}
