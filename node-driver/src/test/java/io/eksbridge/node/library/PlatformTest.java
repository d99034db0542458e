// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.library.Platform.Child;
import io.eksbridge.node.library.Platform.Choice;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlatformTest {
  private static final Child ARM =
      new Child("sha256:a", Optional.of(new Platform("linux", "arm64")));
  private static final Child INTEL =
      new Child("sha256:b", Optional.of(new Platform("linux", "amd64")));
  private static final Child PROOF =
      new Child("sha256:c", Optional.of(new Platform("unknown", "unknown")));

  @Test
  void theImageForThisMachineIsTaken() {
    assertThat(Platform.of("amd64").choose(List.of(PROOF, ARM, INTEL)))
        .isEqualTo(new Choice.Image("sha256:b"));
    assertThat(Platform.of("aarch64").choose(List.of(PROOF, ARM, INTEL)))
        .isEqualTo(new Choice.Image("sha256:a"));
  }

  @Test
  void whereThereIsNoneTheOthersAreNamed() {
    assertThat(Platform.of("amd64").choose(List.of(ARM, PROOF)))
        .asString()
        .contains("it is for linux/arm64, unknown/unknown and this node is linux/amd64");
  }
}
