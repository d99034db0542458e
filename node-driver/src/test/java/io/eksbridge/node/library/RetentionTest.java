// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.library.Retention.Leaving;
import io.eksbridge.node.library.Retention.Stored;
import io.eksbridge.node.library.Retention.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Retention RULE = new Retention(Duration.ofHours(1), 100, 10);

  @Test
  void aLibraryThatNobodyUsedForAWhileGoes() {
    assertThat(RULE.decide(List.of(idle("a", 1, 61), idle("b", 1, 59)), 1000, NOW))
        .containsExactly(new Leaving("a", Strategy.DELAYED));
  }

  @Test
  void whatIsMountedStaysHoweverOldItIs() {
    assertThat(
            RULE.decide(List.of(new Stored("a", 500, NOW.minus(Duration.ofDays(9)), true)), 0, NOW))
        .isEmpty();
  }

  @Test
  void overTheQuotaTheLongestUnusedGoFirstUntilTheRestFits() {
    List<Stored> stored =
        List.of(idle("new", 50, 1), idle("oldest", 30, 30), idle("older", 30, 20), used("u", 20));

    assertThat(RULE.decide(stored, 1000, NOW))
        .containsExactly(new Leaving("oldest", Strategy.QUOTA));
  }

  @Test
  void onADiskThatIsNearlyFullTheLongestUnusedGoUntilThereIsRoom() {
    assertThat(RULE.decide(List.of(idle("a", 3, 3), idle("b", 3, 2), idle("c", 3, 1)), 5, NOW))
        .containsExactly(new Leaving("a", Strategy.SPACE), new Leaving("b", Strategy.SPACE));
  }

  private static Stored idle(String key, long bytes, long minutes) {
    return new Stored(key, bytes, NOW.minus(Duration.ofMinutes(minutes)), false);
  }

  private static Stored used(String key, long bytes) {
    return new Stored(key, bytes, NOW, true);
  }
}
