// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ImageLimitsTest {
  private static final ImageLimits LIMITS = new ImageLimits(1L << 30);

  @Test
  void anImageOfTheUsualKindIsUnpacked() {
    assertThat(LIMITS.objection(100L << 20, 200L << 20, 2_000)).isEmpty();
  }

  @Test
  void bytesEntriesAndTheRatioAreBounded() {
    assertThat(LIMITS.objection(1L << 30, (1L << 30) + 1, 1)).isPresent();
    assertThat(LIMITS.objection(1, 1, ImageLimits.ENTRIES + 1)).isPresent();
    assertThat(LIMITS.objection(300 << 10, 33L << 20, 1)).isPresent();
  }

  @Test
  void littleMayBeCompressedWell() {
    assertThat(LIMITS.objection(1_000, 32L << 20, 1)).isEmpty();
  }
}
