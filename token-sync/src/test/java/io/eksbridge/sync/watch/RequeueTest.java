// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.kube.ApplyResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequeueTest {
  private static final double MIDDLE = 0.5;

  @Test
  void whatIsDoneOrGoneIsNotLookedAtAgainUnlessAnEventTells() {
    assertThat(Requeue.after(new ApplyResult.Applied(Optional.empty()), 1, MIDDLE)).isEmpty();
    assertThat(Requeue.after(new ApplyResult.NamespaceGone(), 1, MIDDLE)).isEmpty();
  }

  @Test
  void whatSomebodyElseMustMendIsTriedSeldom() {
    assertThat(Requeue.after(new ApplyResult.Conflict(List.of("helm")), 1, MIDDLE))
        .contains(Duration.ofMinutes(5));
    assertThat(Requeue.after(new ApplyResult.Immutable(), 1, MIDDLE))
        .contains(Duration.ofMinutes(5));
  }

  @Test
  void theServersWordOnWhenToComeBackIsHeard() {
    var busy = new ApplyResult.Busy(Optional.of(Duration.ofSeconds(17)));

    assertThat(Requeue.after(busy, 1, MIDDLE)).contains(Duration.ofSeconds(17));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "8, 128", "9, 256", "10, 300", "1000, 300"})
  void theRestBacksOffByDoublingUpToFiveMinutes(int attempt, long seconds) {
    for (ApplyResult result :
        List.of(
            new ApplyResult.Outrun(),
            new ApplyResult.OverQuota(),
            new ApplyResult.Forbidden(),
            new ApplyResult.Unreachable("ConnectException"),
            new ApplyResult.Refused(422, "type"),
            new ApplyResult.Busy(Optional.empty()))) {
      assertThat(Requeue.after(result, attempt, MIDDLE)).contains(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void triesAreSpreadByAQuarterToBothSides() {
    assertThat(Requeue.backoff(3, 0)).isEqualTo(Duration.ofSeconds(3));
    assertThat(Requeue.backoff(3, 1)).isEqualTo(Duration.ofSeconds(5));
  }
}
