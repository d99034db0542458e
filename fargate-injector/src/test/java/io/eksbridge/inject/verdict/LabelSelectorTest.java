// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LabelSelectorTest {
  private static final Map<String, String> LABELS = Map.of("app", "web", "k8s.io/tier", "a");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | true",
        "app                             | true",
        "team                            | false",
        "!team                           | true",
        "!app                            | false",
        "app=web                         | true",
        "app==web,k8s.io/tier=a          | true",
        "app=web, k8s.io/tier=b          | false",
        "app!=web                        | false",
        "team!=b                         | true",
        "app in (web, api)               | true",
        "app notin (web,api),k8s.io/tier | false",
        "team notin (b)                  | true",
        "team in (b)                     | false",
      })
  void itSelectsAsKubectlDoes(String selector, boolean selected) {
    var namespace = NamespaceView.of("shop", LABELS);

    assertThat(namespace.selectedBy(LabelSelector.parse(selector))).isEqualTo(selected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,,b", "a b", "/a", "a=b=c", "a in b", "in (b)", "=b", "!", "a,"})
  void whatIsNoSelectorIsRefused(String selector) {
    assertThatThrownBy(() -> LabelSelector.parse(selector))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "team-*, team-a, true",
    "team-*, team,   false",
    "*,      any,    true",
    "*-dev,  a-dev,  true",
    "*-dev,  a-dev2, false",
    "a*c*e,  abcde,  true",
    "shop,   shop,   true",
    "shop,   shop2,  false",
  })
  void aStarStandsForAnyPartOfAName(String pattern, String name, boolean matches) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
  }
}
