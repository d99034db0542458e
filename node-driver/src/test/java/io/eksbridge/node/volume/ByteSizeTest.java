// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1k, 1000",
    "2Ki, 2048",
    "500M, 500000000",
    "1Mi, 1048576",
    "1Gi, 1073741824",
    "3G, 3000000000",
    "1T, 1000000000000",
    "1Ti, 1099511627776",
  })
  void aSizeIsReadAsKubernetesWritesIt(String text, long bytes) {
    assertThat(ByteSize.parse(text)).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0Gi", "-1", "1 Gi", "1gi", "1K", "1.5Gi", "1E", "999999999Ti", "Gi"})
  void anythingElseIsNone(String text) {
    assertThat(ByteSize.parse(text)).isEmpty();
  }
}
