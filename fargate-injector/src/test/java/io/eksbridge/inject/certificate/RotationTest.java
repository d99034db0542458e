// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.certificate.Rotation.View;
import io.eksbridge.inject.certificate.Step.Hold;
import io.eksbridge.inject.certificate.Step.Issue;
import io.eksbridge.inject.certificate.Step.Phase;
import io.eksbridge.inject.certificate.Step.Retire;
import io.eksbridge.inject.certificate.Step.Switch;
import io.eksbridge.inject.certificate.Step.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RotationTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIFETIME = Duration.ofDays(90);
  private static final Duration PUBLISH = Duration.ofMinutes(1);
  private static final Duration RETIRE = Duration.ofMinutes(10);
  private static final Terms TERMS = new Terms(LIFETIME, PUBLISH, RETIRE);

  @Test
  void thereIsNoneAtFirst() {
    assertThat(decide(Held.NOTHING, false, START, START)).isEqualTo(new Issue(Why.ABSENT));
  }

  @Test
  void theFirstIsServedAsSoonAsItsAuthorityIsPublished() {
    Held staged = Held.NOTHING.staged(pair("a", START), List.of());

    assertThat(decide(staged, false, START, START)).isInstanceOf(Hold.class);
    assertThat(decide(staged, true, START, START)).isEqualTo(new Switch(Why.FIRST));
  }

  @Test
  void aCertificateIsLeftAloneUntilAThirdOfItsLifeIsLeft() {
    Held served = served(pair("a", START));
    Instant renewal = START.plus(Duration.ofDays(60));

    assertThat(decide(served, true, START, renewal.minusSeconds(1)))
        .isEqualTo(new Hold(Phase.SETTLED, renewal));
    assertThat(decide(served, true, START, renewal)).isEqualTo(new Issue(Why.RENEWAL_DUE));
  }

  @Test
  void theNextIsServedOnlyAfterItsAuthorityWasPublishedForLongEnough() {
    Instant renewal = START.plus(Duration.ofDays(60));
    Held staged = served(pair("a", START)).staged(pair("b", renewal), List.of());

    assertThat(decide(staged, false, renewal, renewal.plus(PUBLISH)))
        .as("not published")
        .isInstanceOf(Hold.class);
    assertThat(decide(staged, true, renewal, renewal.plus(PUBLISH).minusMillis(1)))
        .isEqualTo(new Hold(Phase.PUBLISHING, renewal.plus(PUBLISH)));
    assertThat(decide(staged, true, renewal, renewal.plus(PUBLISH)))
        .isEqualTo(new Switch(Why.PUBLISHED));
  }

  @Test
  void theOldAuthorityIsTrustedUntilEachWebhookHasReloaded() {
    Held switched = served(pair("a", START)).staged(pair("b", START), List.of()).switched();

    assertThat(switched.trusted(START)).containsExactly("ca-b", "ca-a");
    assertThat(decide(switched, true, START, START.plus(RETIRE).minusMillis(1)))
        .isEqualTo(new Hold(Phase.RELOADING, START.plus(RETIRE)));
    assertThat(decide(switched, true, START, START.plus(RETIRE)))
        .isEqualTo(new Retire(Why.RELOADED));
    assertThat(switched.retired().trusted(START)).containsExactly("ca-b");
  }

  @Test
  void anExpiredCertificateIsReplacedWithoutWaiting() {
    Instant late = START.plus(LIFETIME);
    Held expired = served(pair("a", START));

    assertThat(decide(expired, true, START, late)).isEqualTo(new Issue(Why.EXPIRED));
    assertThat(decide(expired.staged(pair("b", late), List.of()), true, late, late))
        .isEqualTo(new Switch(Why.FIRST));
  }

  @Test
  void aCertificateForAnotherNameIsReplaced() {
    Pair other =
        new Pair(
            "a", "key", new Authority("ca-a", START.plus(LIFETIME)), START.plus(LIFETIME), false);

    assertThat(decide(served(other), true, START, START)).isEqualTo(new Issue(Why.UNFIT));
    assertThat(decide(served(pair("a", START)).staged(other, List.of()), true, START, START))
        .isEqualTo(new Issue(Why.UNFIT));
  }

  @Test
  void aNextThatExpiredWhileNobodyWorkedIsMadeAnew() {
    Instant late = START.plus(LIFETIME);
    Held staged = served(pair("a", START)).staged(pair("b", START), List.of());

    assertThat(decide(staged, true, START, late)).isEqualTo(new Issue(Why.EXPIRED));
  }

  @Test
  void whenTheSecretWasLostWhatIsStillServedStaysTrustedMeanwhile() {
    var still = new Authority("ca-lost", START.plus(LIFETIME));
    Held staged = Held.NOTHING.staged(pair("b", START), List.of(still));

    assertThat(staged.trusted(START)).containsExactly("ca-b", "ca-lost");
    assertThat(decide(staged, true, START, START)).isInstanceOf(Hold.class);
    assertThat(decide(staged, true, START, START.plus(PUBLISH)))
        .isEqualTo(new Switch(Why.PUBLISHED));
  }

  @Test
  void anAuthorityThatHasEndedIsTrustedByNobody() {
    assertThat(served(pair("a", START)).trusted(START.plus(LIFETIME))).isEmpty();
  }

  /// Two years in steps of a minute: at no time is a certificate served whose authority was not
  /// published for a minute before, nor one that any webhook may still serve forgotten.
  @Test
  void inTwoYearsThereIsNoMomentWithoutTrust() {
    Held held = Held.NOTHING;
    Instant since = START;
    var served = new ArrayList<String>();
    for (Instant now = START;
        now.isBefore(START.plus(Duration.ofDays(730)));
        now = now.plusSeconds(60)) {
      Step step = decide(held, true, since, now);
      Held next =
          switch (step) {
            case Issue _ -> held.staged(pair("p" + now.getEpochSecond(), now), List.of());
            case Switch _ -> held.switched();
            case Retire _ -> held.retired();
            case Hold _ -> held;
          };
      if (step instanceof Switch && held.serving().isPresent()) {
        assertThat(Duration.between(since, now)).isGreaterThanOrEqualTo(PUBLISH);
      }
      if (step instanceof Retire) {
        assertThat(Duration.between(since, now)).isGreaterThanOrEqualTo(RETIRE);
      }
      if (!next.equals(held)) {
        since = now;
        held = next;
      }
      if (held.serving().isPresent()) {
        Pair serving = held.serving().get();
        assertThat(serving.usable(now)).isTrue();
        assertThat(held.trusted(now)).contains(serving.authority().pem());
        if (!served.contains(serving.certificate())) {
          served.add(serving.certificate());
        }
      }
    }
    assertThat(served).hasSize(13); // every sixty days
  }

  @Test
  void aKeyIsNeverPrinted() {
    assertThat(served(pair("a", START)).toString()).doesNotContain("key-a");
  }

  private static Step decide(Held held, boolean published, Instant since, Instant now) {
    return Rotation.decide(new View(held, published, since, now), TERMS);
  }

  private static Held served(Pair pair) {
    return new Held(Optional.of(pair), Optional.empty(), List.of());
  }

  private static Pair pair(String name, Instant from) {
    Instant end = from.plus(LIFETIME);
    return new Pair(name, "key-" + name, new Authority("ca-" + name, end), end, true);
  }
}
