// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectionTest {
  private static final Profiles USUAL =
      new Profiles(List.of(), Layout.of("datadog-secret", "api-key", "token"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tier=web              | tier=web         | true",
        "tier==web             | tier=web         | true",
        "tier=web              | tier=db          | false",
        "tier=web              |                  | false",
        "tier!=web             | tier=db          | true",
        "tier!=web             |                  | true",
        "tier                  | tier=            | true",
        "tier                  |                  | false",
        "!tier                 |                  | true",
        "!tier                 | tier=web         | false",
        "tier in (web, db)     | tier=db          | true",
        "tier in (web,db)      | tier=cache       | false",
        "tier notin (web,db)   | tier=cache       | true",
        "tier notin (web,db)   | tier=db          | false",
        "a=1,tier in (web,db)  | a=1 tier=db      | true",
        "a=1,tier in (web,db)  | a=2 tier=db      | false",
        "a.b/c=d               | a.b/c=d          | true",
      })
  void labelsAreSelectedAsKubectlDoes(String selector, String labels, boolean selected) {
    var parsed = LabelSelector.parse(selector).orElseThrow();

    assertThat(parsed.selects(labels(labels))).isEqualTo(selected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tier=web,", "=web", "tier in web", "tier in (web", "a b", "tier>3"})
  void whatIsNoSelectorIsNone(String text) {
    assertThat(LabelSelector.parse(text)).isEmpty();
  }

  @Test
  void anEmptySelectorSelectsNothing() {
    assertThat(LabelSelector.parse("").orElseThrow().selects(Map.of("a", "b"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "team-a,   '',                              true",
    "team-b,   '',                              true",
    "steam-a,  '',                              false",
    "payments, '',                              true",
    "payment,  '',                              false",
    "other,    eksbridge.io/fargate=enabled,    true",
    "other,    eksbridge.io/fargate=yes,        false",
    "team-a,   eksbridge.io/fargate=disabled,   false",
    "team-old, eksbridge.io/fargate=enabled,    false",
    "kube-sys, eksbridge.io/fargate=enabled,    false",
  })
  void aNamespaceIsSelectedByLabelOrNameUnlessExcludedOrOptedOut(
      String name, String labels, boolean selected) {
    var selection =
        new Selection(
            LabelSelector.parse("eksbridge.io/fargate=enabled").orElseThrow(),
            List.of("team-*", "payments"),
            List.of("*-old", "kube-*"),
            Set.of(),
            USUAL,
            "datadog-secret");

    assertThat(selection.selects(namespace(name, labels))).isEqualTo(selected);
  }

  @Test
  void aPatternIsNoRegularExpression() {
    var selection =
        new Selection(
            LabelSelector.parse("").orElseThrow(),
            List.of("a.b"),
            List.of(),
            Set.of(),
            USUAL,
            "datadog-secret");

    assertThat(selection.selects(namespace("axb", ""))).isFalse();
  }

  private static NamespaceView namespace(String name, String labels) {
    return new NamespaceView(name, labels(labels), false, Optional.empty());
  }

  private static Map<String, String> labels(String text) {
    return Stream.of(Optional.ofNullable(text).orElse("").split(" ", -1))
        .filter(label -> !label.isEmpty())
        .map(label -> label.split("=", -1))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }
}
