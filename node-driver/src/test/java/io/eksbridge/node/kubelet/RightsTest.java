// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.api.ApiServer;
import io.eksbridge.node.api.NodeTaints;
import io.eksbridge.node.api.PodEvent;
import io.eksbridge.node.api.Reply;
import io.eksbridge.node.taint.StartupTaint;
import io.eksbridge.node.volume.PodName;
import io.eksbridge.parts.AuditLog;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Rights;
import io.eksbridge.parts.RunningApiServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The driver has no right that it does not use, and asks for none that it has not: by the audit of
/// a real API server. That these are the chart's rights is a test of the charts.
final class RightsTest {
  private static final String ACCOUNT = "eksbridge-node/node-driver";
  private static final String OWN = "k8s.csi.datadoghq.com/agent-not-ready";
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir Path folder;

  @Test
  void allItsRightsAreUsedAndNoOtherIsAskedFor() throws Exception {
    Rights rights = Rights.of(Files.readString(Path.of("src", "test", "resources", "rights.yaml")));

    try (var node = new NodeObject("rights", folder, OWN + ":NoSchedule");
        var api = new ApiServer(node.driver())) {
      assertThat(watch(api).run()).isFalse();
      assertThat(told(api)).isInstanceOf(Reply.Done.class);
    }

    AuditLog audit = RunningApiServer.audit();
    var _ = Patience.until(() -> rights.unused(ACCOUNT, audit.used(ACCOUNT)).isEmpty());
    assertThat(rights.accounts()).containsExactly(ACCOUNT);
    assertThat(rights.unused(ACCOUNT, audit.used(ACCOUNT))).isEmpty();
    assertThat(audit.refused(ACCOUNT)).isEmpty();
  }

  private static TaintWatch watch(ApiServer api) {
    return new TaintWatch(
        new NodeTaints(api, "rights"),
        Map.of(OWN, StartupTaint.DRIVER),
        () -> true,
        () -> true,
        _ -> {},
        new ClusterMetrics(new SimpleMeterRegistry()),
        new Pace(SHORT, SHORT.multipliedBy(10), new Backoff(SHORT, SHORT)));
  }

  private static Reply told(ApiServer api) {
    Instant now = Instant.now();
    var pod = new PodName("default", "web", "a1d0");
    return new PodEvent(
            pod, now.toEpochMilli(), PodEvent.Type.WARNING, "StaleSocket", "Remount", "A note")
        .send(api, "driver", "rights", now);
  }
}
