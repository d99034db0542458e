// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LogsTest {
  private static final String CHOSEN = "eksbridge.log-format";

  @AfterEach
  void forget() {
    System.clearProperty(CHOSEN);
  }

  @Test
  void logbackFindsIt() {
    assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(Logs.class);
  }

  @Test
  void aLineIsOneJsonObjectWithItsKeysOnStandardError() {
    String line = logged("JSON");
    assertThat(line)
        .startsWith("{\"timestamp\":\"")
        .contains("\"message\":\"skipped\"", "\"level\":\"INFO\"", "\"reason\":\"not_fargate\"")
        .doesNotContain("thread", "level_value", "@version")
        .endsWith("}\n");
  }

  @Test
  void aPersonReadsTheLevelTheMessageAndTheKeys() {
    assertThat(logged("TEXT")).contains("INFO  skipped reason=\"not_fargate\"");
  }

  @Test
  void whereNothingWasChosenLogbackLooksFurther() {
    assertThat(new Logs().configure(new LoggerContext()))
        .isEqualTo(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY);
  }

  private static String logged(String format) {
    System.setProperty(CHOSEN, format);
    PrintStream before = System.err;
    var said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      var logs = new LoggerContext();
      logs.setMDCAdapter(new LogbackMDCAdapter());
      assertThat(new Logs().configure(logs))
          .isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
      logs.getLogger("some").atInfo().addKeyValue("reason", "not_fargate").log("skipped");
      logs.getLogger("io.micronaut.some").info("not worth a line");
      logs.stop();
    } finally {
      System.setErr(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
