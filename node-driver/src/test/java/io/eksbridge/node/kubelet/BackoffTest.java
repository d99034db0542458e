// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "1000000, 60"})
  void eachFailureDoublesTheWaitUpToAMinute(int failures, int seconds) {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    assertThat(backoff.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
  }
}
