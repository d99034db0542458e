// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MaskedTest {
  @Test
  void ofALongValueFourCharactersAreShown() {
    assertThat(Masked.of("a1234567890123456789012345678c9f")).isEqualTo("32 characters, a1…9f");
  }

  @Test
  void ofAShortValueNoneIsShown() {
    assertThat(Masked.of("secret")).isEqualTo("6 characters");
  }
}
