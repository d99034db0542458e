// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.taint.StartupTaint;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.startup.Refusal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterConfigTest {
  private static final ClusterConfig DEFAULTS =
      new ClusterConfig(
          true,
          false,
          "dsd,apm",
          true,
          "/var/log/pods",
          "",
          "/var/run/secrets/kubernetes.io/serviceaccount");
  private static final AgentSockets AGENT =
      new AgentSockets(Path.of("/r/d"), Path.of("/r/a"), Path.of("/r/s"));

  @Test
  void defaults() {
    assertThat(bound(Map.of())).isEqualTo(DEFAULTS);
  }

  @Test
  void explicitPropertyMappings() {
    Map<String, Object> all =
        Map.of(
            "remove-startup-taint", "false",
            "remove-agent-taint", "true",
            "agent-taint-sockets", "dsd-stream",
            "stale-volume-events", "false",
            "pod-logs-path", "/logs",
            "api-server", "https://[fd00::1]:6443",
            "service-account-path", "/sa");

    assertThat(bound(all))
        .isEqualTo(
            new ClusterConfig(
                false, true, "dsd-stream", false, "/logs", "https://[fd00::1]:6443", "/sa"));
    assertThat(all).hasSize(ClusterConfig.class.getRecordComponents().length);
  }

  @ParameterizedTest
  @CsvSource({
    "agent-taint-sockets,  ''",
    "agent-taint-sockets,  'dsd,'",
    "agent-taint-sockets,  'dsd, apm'",
    "agent-taint-sockets,  statsd",
    "api-server,           http://plain",
    "api-server,           api.example:6443",
    "api-server,           https://",
    "api-server,           https://api.example/path",
    "pod-logs-path,        logs",
    "service-account-path, relative",
  })
  void validations(String property, String value) {
    assertThatThrownBy(() -> bound(Map.of(property, value)))
        .hasRootCauseInstanceOf(Refusal.class)
        .rootCause()
        .message()
        .startsWith("--" + property)
        .hasLineCount(1);
  }

  @Test
  void theTaintsToRemoveAreThoseThatWereAskedFor() {
    assertThat(DEFAULTS.taints("other.csi"))
        .isEqualTo(Map.of("other.csi/agent-not-ready", StartupTaint.DRIVER));
    assertThat(new ClusterConfig(false, true, "apm", true, "/l", "", "/sa").taints("other.csi"))
        .isEqualTo(Map.of("agent.datadoghq.com/not-ready", StartupTaint.AGENT));
  }

  @Test
  void theAgentsTaintWaitsForTheSocketsThatAreNamed() {
    assertThat(DEFAULTS.awaited(AGENT)).containsExactly(Path.of("/r/d"), Path.of("/r/a"));
    assertThat(new ClusterConfig(true, true, "dsd-stream", true, "/l", "", "/sa").awaited(AGENT))
        .containsExactly(Path.of("/r/s"));
  }

  private static ClusterConfig bound(Map<String, ?> settings) {
    return Bound.to(ClusterConfig.class, settings);
  }
}
