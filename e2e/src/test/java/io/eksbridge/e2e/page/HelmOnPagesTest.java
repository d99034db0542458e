// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.eksbridge.parts.Layout;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the pages say to do with helm: rendered by Helm's library, with the values that are named.
final class HelmOnPagesTest {
  private static final Set<String> HELM =
      Set.of("-n", "--create-namespace", "--set", "--reuse-values", "--no-hooks");

  static Stream<String> helm() throws IOException {
    return Commands.of("helm").stream();
  }

  @ParameterizedTest
  @MethodSource("helm")
  void helmIsGivenAChartThatIsThereAndValuesThatItsSchemaKnows(String command) throws IOException {
    List<String> words = Commands.words(command);
    assertThat(words.get(1)).isIn("install", "upgrade", "uninstall", "template", "dependency");
    assertThat(words.stream().filter(word -> word.startsWith("-"))).isSubsetOf(HELM);
    if (words.get(1).matches("install|upgrade") && words.size() > 2) {
      String chart =
          words.get(3).replaceFirst("^charts/(target/)?", "").replaceFirst("-[0-9].*", "");
      TemplateCommand template =
          new Helm(Layout.requireChart(chart))
              .template()
              .withName(words.get(2))
              .withKubeVersion("1.35.0")
              .set("global.preflight", false);
      if (words.contains("--reuse-values")) { // those of an install before
        template.set(
            chart.contains("bridge") ? "global.image.registry" : "image.repository", "here");
      }
      values(words).forEach(template::set);

      assertThat(template.call()).contains("kind: ServiceAccount");
    }
    if (words.get(1).equals("dependency") && words.size() > 3) { // not only named in a sentence
      assertThat(command).isEqualTo("helm dependency build charts/datadog-eks-bridge");
    }
  }

  private static Map<String, String> values(List<String> words) {
    var values = new HashMap<String, String>();
    for (int word = 1; word < words.size(); word++) {
      if (words.get(word - 1).equals("--set")) {
        String[] halves = words.get(word).split("=", 2);
        values.put(halves[0], halves[1]);
      }
    }
    return values;
  }
}
