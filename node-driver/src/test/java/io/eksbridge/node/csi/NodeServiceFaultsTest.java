// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeResponse;
import io.eksbridge.node.Calls;
import io.eksbridge.node.Eventually;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Callers that misbehave: the service answers the next one.
final class NodeServiceFaultsTest extends ServedNode {
  private static final int MORE_THAN_FOUR_MIB = 5 << 20;

  @Test
  void aCallerThatHangsUpMeanwhileLeavesAVolumeThatCanBeTakenAway() {
    Set<Path> before = kernel.paths();
    var call = new CompletableFuture<Future<NodePublishVolumeResponse>>();
    kernel.during("bind", () -> assertThat(call.join().cancel(true)).isTrue());

    call.complete(
        NodeGrpc.newFutureStub(channel).nodePublishVolume(Calls.publish("DSDSocket", target)));

    Eventually.holds("the mount", () -> kernel.calls().contains("confine"));
    Eventually.holds("its end", this::unpublished);
    assertThat(kernel.paths()).isEqualTo(before);
  }

  @Test
  void aMessageOverTheSizeLimitIsRefusedAndTheNextIsAnswered() {
    var large =
        Calls.publish("DSDSocket", target).toBuilder()
            .putVolumeContext("note", "x".repeat(MORE_THAN_FOUR_MIB))
            .build();

    assertCode(Status.Code.RESOURCE_EXHAUSTED, () -> publish(large));

    assertThat(kernel.calls()).isEmpty();
    var _ = publish(Calls.publish("DSDSocket", target));
    assertThat(kernel.mounted(target)).startsWith(node.dsdSocket().toString());
  }

  /// While the other call still works on the target the answer is to come back.
  private boolean unpublished() {
    try {
      unpublish(Calls.unpublish(target));
      return true;
    } catch (io.grpc.StatusRuntimeException refused) {
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
      return false;
    }
  }
}
