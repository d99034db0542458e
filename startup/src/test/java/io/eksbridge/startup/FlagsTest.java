// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class FlagsTest {
  @Test
  void aFlagIsThePropertyOfItsNameUnderTheService() {
    assertThat(settings(Map.of(), "--csi-endpoint", "unix:///tmp/x.sock"))
        .isEqualTo(Map.of("node-driver.csi-endpoint", "unix:///tmp/x.sock"));
  }

  @Test
  void aDefaultIsNotASettingSoThatOtherSourcesAreHeard() {
    assertThat(settings(Map.of())).isEmpty();
  }

  @Test
  void aVariableIsTheFlagInCapitalsAfterThePrefix() {
    var environment = Map.of("DD_CSI_ENDPOINT", "unix:///tmp/y.sock", "CSI_ENDPOINT", "no");

    assertThat(settings(environment))
        .isEqualTo(Map.of("node-driver.csi-endpoint", "unix:///tmp/y.sock"));
  }

  @Test
  void theFirstPrefixIsHeardFirst() {
    var environment = Map.of("NODE_DRIVER_METRICS_PORT", "2", "DD_METRICS_PORT", "1");

    assertThat(settings(environment)).isEqualTo(Map.of("node-driver.metrics-port", 1));
  }

  @Test
  void theFlagWinsOverTheVariable() {
    assertThat(settings(Map.of("DD_METRICS_PORT", "1"), "--metrics-port=3"))
        .isEqualTo(Map.of("node-driver.metrics-port", 3));
  }

  @Test
  void anEmptyVariableCountsAsNotSet() {
    assertThat(settings(Map.of("DD_CSI_ENDPOINT", " "))).isEmpty();
  }

  @Test
  void aBadVariableIsRefusedLikeABadFlag() {
    assertThatThrownBy(() -> settings(Map.of("DD_METRICS_PORT", "many")))
        .hasMessageContaining("--metrics-port")
        .hasMessageContaining("many");
  }

  private static Map<String, Object> settings(Map<String, String> environment, String... flags) {
    CommandLine line = Startup.commandLine(new Driver(), List.of("DD", "NODE_DRIVER"), environment);
    line.parseArgs(flags);
    return Startup.settings("node-driver", line.getCommandSpec());
  }

  @Command(name = "driver", mixinStandardHelpOptions = true)
  static final class Driver {
    @Option(names = "--csi-endpoint", defaultValue = "unix:///csi/csi.sock")
    String csiEndpoint;

    @Option(names = "--metrics-port", defaultValue = "5000")
    int metricsPort;
  }
}
