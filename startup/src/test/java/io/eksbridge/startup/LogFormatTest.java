// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogFormatTest {
  @ParameterizedTest
  @CsvSource({
    "'',    false, JSON",
    "'',    true,  TEXT",
    "json,  true,  JSON",
    "text,  false, TEXT",
    "other, false, JSON",
  })
  void jsonForCollectorsTextForAPersonUnlessSaid(
      String format, boolean terminal, LogFormat chosen) {
    assertThat(LogFormat.of(Map.of("LOG_FORMAT", format), terminal)).isEqualTo(chosen);
  }
}
