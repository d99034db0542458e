// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.startup.Refusal;
import io.eksbridge.startup.Startup;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

final class NodeDriverConfigTest {
  private static final NodeDriverConfig DEFAULTS =
      new NodeDriverConfig(
          "unix:///csi/csi.sock",
          "k8s.csi.datadoghq.com",
          "/var/run/datadog/dsd.socket",
          "/var/run/datadog/apm.socket",
          "/var/run/datadog/dsd-stream.socket",
          "/var/lib/kubelet",
          "",
          "node-1",
          5000);

  @Test
  void defaults() {
    assertThat(bound(Map.of("node-id", "node-1"))).isEqualTo(DEFAULTS);
  }

  @Test
  void explicitPropertyMappings() {
    Map<String, Object> all =
        Map.of(
            "csi-endpoint", "unix:///tmp/c.sock",
            "driver-name", "other.csi",
            "dsd-host-socket-path", "/run/dd/d",
            "apm-host-socket-path", "/run/dd/a",
            "dsd-stream-host-socket-path", "/run/dd/s",
            "kubelet-path", "/k",
            "kubelet-registration-path", "/k/c.sock",
            "node-id", "n",
            "metrics-port", 1234);

    assertThat(bound(all))
        .isEqualTo(
            new NodeDriverConfig(
                "unix:///tmp/c.sock",
                "other.csi",
                "/run/dd/d",
                "/run/dd/a",
                "/run/dd/s",
                "/k",
                "/k/c.sock",
                "n",
                1234));
    assertThat(all).hasSize(NodeDriverConfig.class.getRecordComponents().length);
  }

  @ParameterizedTest
  @CsvSource({
    "csi-endpoint,              tcp://localhost:1",
    "csi-endpoint,              unix://csi.sock",
    "csi-endpoint,              unix:///",
    "csi-endpoint,              unix:///csi/../csi.sock",
    "driver-name,               ''",
    "driver-name,               -a",
    "driver-name,               a/b",
    "dsd-host-socket-path,      dsd.socket",
    "apm-host-socket-path,      ./apm.socket",
    "dsd-stream-host-socket-path, st.socket",
    "dsd-host-socket-path,      /dsd.socket",
    "apm-host-socket-path,      /var/run/apm.socket",
    "dsd-stream-host-socket-path, /run/st.socket",
    "kubelet-path,              kubelet",
    "kubelet-path,              /",
    "kubelet-registration-path, csi.sock",
    "node-id,                   ' '",
    "metrics-port,              0",
    "metrics-port,              65536",
  })
  void validations(String property, String value) {
    assertThatThrownBy(() -> bound(with(property, value)))
        .hasRootCauseInstanceOf(Refusal.class)
        .rootCause()
        .message()
        .startsWith("--" + property)
        .hasLineCount(1);
  }

  @Test
  void aSocketsPathMustFitIntoItsAddress() {
    String longest = "/" + "s".repeat(106);

    assertThat(bound(Map.of("node-id", "n", "csi-endpoint", "unix://" + longest)).csiSocket())
        .isEqualTo(Path.of(longest));
    assertThatThrownBy(
            () -> bound(Map.of("node-id", "n", "csi-endpoint", "unix://" + longest + "s")))
        .hasStackTraceContaining("--csi-endpoint makes a socket's path longer than 107 bytes");
    String folder = "/" + "f".repeat(94); // with a name beside the socket that it is made by
    assertThat(bound(Map.of("node-id", "n", "csi-endpoint", "unix://" + folder + "/s")))
        .isNotNull();
    assertThatThrownBy(
            () -> bound(Map.of("node-id", "n", "csi-endpoint", "unix://" + folder + "f/s")))
        .hasStackTraceContaining("--csi-endpoint makes a socket's path longer than 107 bytes");
    assertThatThrownBy(() -> bound(Map.of("node-id", "n", "kubelet-path", "/" + "k".repeat(100))))
        .hasStackTraceContaining("--kubelet-path makes a socket's path longer than 107 bytes");
  }

  @Test
  void theKubeletIsToldWhereTheChartHasTheSocket() {
    assertThat(DEFAULTS.csiSocketForKubelet())
        .isEqualTo(Path.of("/var/lib/kubelet/plugins/datadog.csi/driver/csi.sock"));
  }

  @Test
  void helpTellsTheDefaultsThatHold() {
    var command =
        Startup.commandLine(new NodeDriver(), NodeDriver.PREFIXES, Map.of()).getCommandSpec();
    Map<String, Object> told = new HashMap<>();
    List<OptionSpec> options =
        command.options().stream()
            .filter(option -> !LibraryConfigTest.isOfLibraries(option.longestName()))
            .toList();
    for (OptionSpec option : options) {
      if (option.defaultValue() != null && !option.versionHelp() && !option.usageHelp()) {
        told.put(option.longestName().substring(2), option.defaultValue());
      }
    }

    assertThat(options.stream().map(OptionSpec::longestName).toList())
        .containsExactlyInAnyOrderElementsOf(flags());
    told.put("node-id", "node-1");
    assertThat(bound(told)).isEqualTo(DEFAULTS);
    assertThat(told)
        .containsOnlyKeys(
            "csi-endpoint",
            "driver-name",
            "dsd-host-socket-path",
            "apm-host-socket-path",
            "dsd-stream-host-socket-path",
            "kubelet-path",
            "metrics-port",
            "node-id",
            "remove-startup-taint",
            "remove-agent-taint",
            "agent-taint-sockets",
            "stale-volume-events",
            "pod-logs-path",
            "service-account-path",
            "node-directory-enabled",
            "node-directory-limit",
            "node-directory-total-limit",
            "storage-path");
  }

  private static List<String> flags() {
    return List.of(
        "--csi-endpoint",
        "--driver-name",
        "--dsd-host-socket-path",
        "--apm-host-socket-path",
        "--dsd-stream-host-socket-path",
        "--kubelet-path",
        "--kubelet-registration-path",
        "--node-id",
        "--storage-path",
        "--node-directory-enabled",
        "--node-directory-limit",
        "--node-directory-total-limit",
        "--metrics-port",
        "--remove-startup-taint",
        "--remove-agent-taint",
        "--agent-taint-sockets",
        "--stale-volume-events",
        "--pod-logs-path",
        "--api-server",
        "--service-account-path",
        "--help",
        "--version");
  }

  private static Map<String, Object> with(String property, String value) {
    Map<String, Object> settings = new HashMap<>(Map.of("node-id", "n"));
    settings.put(property, value);
    return settings;
  }

  private static NodeDriverConfig bound(Map<String, ?> settings) {
    return Bound.to(NodeDriverConfig.class, settings);
  }
}
