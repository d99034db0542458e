// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.volume.VolumeKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What is left when a volume is unpublished.
final class LinuxUnmountsTest extends RealMounts {
  @Test
  void unpublishingLeavesNothingAtTheTargetAndEverythingAtTheSource() {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();

    assertThat(volumes.unpublish(at(target))).isEmpty();

    assertThat(target).doesNotExist();
    assertThat(node.dsdSocket()).exists();
  }

  @Test
  void everyLayerOfAStackIsTakenAway() {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();
    bind(node.agent(), target);
    bind(node.agent(), target);

    assertThat(volumes.unpublish(at(target))).isEmpty();

    assertThat(target).doesNotExist();
    assertThat(node.dsdSocket()).exists();
  }

  @Test
  void aBusyMountIsDetached() throws IOException {
    assertThat(volumes.publish(asks(VolumeKind.DSD_SOCKET_DIRECTORY))).isEmpty();
    Process user = new ProcessBuilder("sleep", "600").directory(target.toFile()).start();
    try {
      assertThat(volumes.unpublish(at(target))).isEmpty();
      assertThat(target).doesNotExist();
    } finally {
      user.destroyForcibly();
    }
  }
}
