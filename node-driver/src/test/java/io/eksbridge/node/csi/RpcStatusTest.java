// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.volume.Problem;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class RpcStatusTest {
  @Test
  void aCallersWordsAreQuotedInOneShortLine() {
    Status status = RpcStatus.of(new Problem.UnknownType("a\nb".repeat(100)));

    assertThat(status.getDescription()).hasLineCount(1).hasSizeLessThan(200);
  }

  @Test
  void aSecondCallForATargetThatIsWorkedOnMayComeBack() {
    assertThat(RpcStatus.of(new Problem.Underway(Path.of("/k"))).getCode())
        .isEqualTo(Status.Code.ABORTED);
  }
}
