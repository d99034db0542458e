// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.Calls;
import io.eksbridge.node.Names;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/// How attempts are counted.
final class NodeServiceAttemptsTest extends ServedNode {
  @Test
  void theOlderModesAreCountedUnderTheirOwnNames() {
    var older =
        Calls.publish("", target).toBuilder()
            .clearVolumeContext()
            .putVolumeContext("mode", "local")
            .putVolumeContext("path", node.agent().toString())
            .build();

    var _ = publish(older);

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
  void aPathThatIsNotPermittedIsCountedAsFailed() {
    var older =
        Calls.publish("", target).toBuilder()
            .clearVolumeContext()
            .putVolumeContext("mode", "socket")
            .putVolumeContext("path", "/etc/shadow")
            .build();

    assertCode(Status.Code.INVALID_ARGUMENT, () -> publish(older));

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

  private double attempts(String type, String path, String status) {
    return meters
        .get("datadog.csi.driver.node.publish.volume.attempts")
        .tags("type", type, "path", path, "status", status)
        .counter()
        .count();
  }
}
