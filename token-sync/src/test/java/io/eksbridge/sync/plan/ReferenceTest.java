// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReferenceTest {
  @Test
  void isNamespaceNameAndKey() {
    assertThat(Reference.parse("datadog/datadog-cluster-agent/token"))
        .contains(new Reference("datadog", "datadog-cluster-agent", "token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "token", "a/b", "a/b/c/d", "A/b/c", "a/../c", "a/b/", "/b/c", "a/b/c "})
  void isNothingElse(String text) {
    assertThat(Reference.parse(text)).isEmpty();
  }
}
