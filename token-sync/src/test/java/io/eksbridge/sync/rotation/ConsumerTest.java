// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.rotation.Consumer.Kind;
import io.eksbridge.sync.rotation.Consumer.Stale;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConsumerTest {
  private static final Instant CHANGE = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void whoStartedBeforeTheChangeIsStaleAndWhoStartedWithOrAfterItIsNot() {
    assertThat(consumer("a", "11:59:59").stale(Optional.of(CHANGE))).isTrue();
    assertThat(consumer("a", "12:00:00").stale(Optional.of(CHANGE))).isFalse();
    assertThat(consumer("a", "12:00:01").stale(Optional.of(CHANGE))).isFalse();
  }

  @Test
  void whatIsNotKnownIsNotSaid() {
    assertThat(consumer("a", "11:59:59").stale(Optional.empty())).isFalse();
    assertThat(
            new Consumer(Kind.SIDECAR, "shop", "a", "Pod/a", "datadog-secret", Optional.empty())
                .stale(Optional.of(CHANGE)))
        .isFalse();
  }

  @Test
  void aPodThatMissedItsSidecarIsToBeMadeAnewWhateverItsAge() {
    assertThat(
            new Consumer(Kind.MISSED, "shop", "a", "Pod/a", "datadog-secret", Optional.empty())
                .stale(Optional.empty()))
        .isTrue();
  }

  @Test
  void theStaleAreToldByOwnerWithTheOldest() {
    assertThat(Consumer.byOwner(List.of(consumer("a", "11:00:00"), consumer("b", "10:00:00"))))
        .containsExactly(
            new Stale(Kind.SIDECAR, "shop", "Deployment/web", 2, "2026-01-01T10:00:00Z"));
  }

  private static Consumer consumer(String pod, String time) {
    return new Consumer(
        Kind.SIDECAR,
        "shop",
        pod,
        "Deployment/web",
        "datadog-secret",
        Optional.of(Instant.parse("2026-01-01T" + time + "Z")));
  }
}
