// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class GateTest {
  private final Gate gate =
      new Gate(
          new TokenSyncConfig(
              "datadog/keys/api-key", "datadog/agent/token", "a=b", null, null, null, 32, false),
          new SyncMetrics(new SimpleMeterRegistry()));

  @Test
  void whenTheServerAsksForAPauseAllKeepIt() throws Exception {
    gate.enter();
    long asked = System.nanoTime();
    gate.leave(Optional.of(new ApplyResult.Busy(Optional.of(Duration.ofMillis(50)))));

    gate.enter();

    assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(Duration.ofMillis(49).toNanos());
    assertThat(gate.allowed()).isEqualTo(4);
  }

  @Test
  void oneMoreWaitsUntilAnotherIsDone() throws Exception {
    for (int worker = 0; worker < 8; worker++) {
      gate.enter();
    }
    Thread ninth =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    gate.enter();
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertThat(ninth.join(Duration.ofMillis(20))).isFalse();

    gate.leave(Optional.empty());

    ninth.join();
  }
}
