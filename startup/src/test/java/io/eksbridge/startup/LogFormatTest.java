// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogFormatTest {
  @ParameterizedTest
  @CsvSource({
    "'',    false, logback-json.xml",
    "'',    true,  logback-text.xml",
    "json,  true,  logback-json.xml",
    "text,  false, logback-text.xml",
    "other, false, logback-json.xml",
  })
  void jsonForCollectorsTextForAPersonUnlessSaid(String format, boolean terminal, String file) {
    assertThat(LogFormat.file(Map.of("LOG_FORMAT", format), terminal)).isEqualTo(file);
  }
}
