// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {
  @Test
  void growsByOneAfterAsManyThatWentWellUpToTheMost() {
    Pace pace = Pace.upTo(10);
    for (int change = 0; change < 8; change++) {
      assertThat(pace.now()).isEqualTo(8);
      pace = pace.calm();
    }
    assertThat(pace.now()).isEqualTo(9);
    for (int change = 0; change < 100; change++) {
      pace = pace.calm();
    }
    assertThat(pace.now()).isEqualTo(10);
  }

  @Test
  void isHalvedUnderPressureAndNeverStops() {
    Pace pace = Pace.upTo(64);

    assertThat(pace.pressed().now()).isEqualTo(4);
    assertThat(pace.pressed().pressed().pressed().pressed().pressed().now()).isEqualTo(1);
    assertThat(Pace.upTo(1).calm().now()).isEqualTo(1);
  }
}
