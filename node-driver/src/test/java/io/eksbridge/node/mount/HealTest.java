// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.volume.FileKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealTest extends OneVolume {
  @Test
  void aStaleVolumeGetsTheLiveSocket() {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    kernel.with(SOCKET, FileKind.SOCKET);

    assertThat(volumes.heal(REQUEST)).isEqualTo(Healed.REBOUND);

    assertThat(kernel.at(MOUNT)).isEqualTo(kernel.at(SOCKET));
    assertThat(kernel.mounted(MOUNT)).isEqualTo("/run/dsd.socket nodev,noexec,nosuid,ro");
  }

  @Test
  void aVolumeThatIsNotStaleIsLeftAlone() {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    List<String> calls = List.copyOf(kernel.calls());

    assertThat(volumes.heal(REQUEST)).isEqualTo(Healed.NOT_NOW);

    assertThat(kernel.calls()).isEqualTo(calls);
  }

  @Test
  void aVolumeThatTheKubeletTookAwayMeanwhileDoesNotComeBack() {
    assertThat(volumes.heal(REQUEST)).isEqualTo(Healed.NOT_NOW);

    assertThat(kernel.paths()).isEqualTo(before);
    assertThat(kernel.calls()).isEmpty();
  }

  @Test
  void aDeadSocketStaysUntilThereIsALiveOne() {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    kernel.with(SOCKET, FileKind.ABSENT);

    assertThat(volumes.heal(REQUEST)).isEqualTo(Healed.NOT_NOW);

    assertThat(kernel.layers(MOUNT)).hasSize(1);
  }

  @Test
  void aVolumeThatACallWorksOnIsLeftToThatCall() {
    List<Healed> meanwhile = new ArrayList<>();
    kernel.during("bind", () -> meanwhile.add(volumes.heal(REQUEST)));

    assertThat(volumes.publish(REQUEST)).isEmpty();

    assertThat(meanwhile).containsExactly(Healed.NOT_NOW);
  }

  @Test
  void aKernelThatWillNotIsAFailure() {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    kernel.with(SOCKET, FileKind.SOCKET);
    kernel.fail("bind", "EPERM");

    assertThat(volumes.heal(REQUEST)).isEqualTo(Healed.FAILED);
  }
}
