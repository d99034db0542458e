// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import csi.v1.NodePublishVolumeRequest;
import io.eksbridge.node.Calls;
import io.eksbridge.node.LogLines;
import io.eksbridge.node.Names;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// How attempts are counted.
final class NodeServiceAttemptsTest extends ServedNode {
  @Test
  void theOlderModesAreCountedUnderTheirOwnNames() {
    var _ = publish(older("local", node.agent()));

    assertThat(kernel.mounted(target)).startsWith(node.agent() + " ");
    assertThat(
            meters
                .get(Names.METRICS + "node.publish.volume.attempts")
                .tags("type", "local", "path", node.agent().toString(), "status", "success")
                .counter()
                .count())
        .isOne();
  }

  @Test
  void anOlderSpellingIsAdvisedAgainstOnceEach() {
    try (LogLines lines = LogLines.of(NodeService.class, Level.WARN)) {
      for (int time = 0; time < 3; time++) {
        var _ = publish(Calls.publish("DatadogSocketsDirectory", target));
        var _ = publish(older("local", node.agent()));
        var _ = publish(Calls.publish("DSDSocketDirectory", target));
      }

      assertThat(lines.soFar())
          .extracting(line -> line.getKeyValuePairs().toString())
          .containsExactly(
              "[asked=\"DatadogSocketsDirectory\", instead=\"DSDSocketDirectory\"]",
              "[asked=\"local\", instead=\"DSDSocketDirectory\"]");
    }
  }

  @Test
  void aPathThatIsNotPermittedIsCountedAsFailed() {
    assertCode(
        Status.Code.INVALID_ARGUMENT, () -> publish(older("socket", Path.of("/etc/shadow"))));

    assertThat(
            meters
                .get(Names.METRICS + "node.publish.volume.attempts")
                .tags("type", "socket", "path", "", "status", "failed")
                .counter()
                .count())
        .isOne();
  }

  @Test
  void attemptsAreCountedAndNoLabelIsTheCallers() {
    var _ = publish(Calls.publish("DSDSocket", target));
    assertCode(
        Status.Code.INVALID_ARGUMENT, () -> publish(Calls.publish("evil-" + target, target)));
    assertCode(Status.Code.ALREADY_EXISTS, () -> publish(Calls.publish("APMSocket", target)));

    assertThat(attempts("DSDSocket", node.dsdSocket().toString(), "success")).isEqualTo(1);
    assertThat(attempts("unsupported", "", "unsupported")).isEqualTo(1);
    assertThat(attempts("APMSocket", node.apmSocket().toString(), "failed")).isEqualTo(1);
    assertThat(
            meters
                .get("datadog.csi.driver.rpc.duration")
                .tags("method", "NodePublishVolume", "code", "OK")
                .timer()
                .count())
        .isEqualTo(1);
  }

  private NodePublishVolumeRequest older(String mode, Path path) {
    return Calls.publish("", target).toBuilder()
        .clearVolumeContext()
        .putVolumeContext("mode", mode)
        .putVolumeContext("path", path.toString())
        .build();
  }

  private double attempts(String type, String path, String status) {
    return meters
        .get("datadog.csi.driver.node.publish.volume.attempts")
        .tags("type", type, "path", path, "status", status)
        .counter()
        .count();
  }
}
