// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.wave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WavesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Cause NEW = Cause.address("https://172.20.0.255:5005");
  private static final Limits LIMITS =
      new Limits(3, 5, Duration.ofMinutes(1), Duration.ofMinutes(10));

  private final List<Ledger.Entry> entries = new ArrayList<>();
  private final Map<Owner, Cause> wanted = new TreeMap<>();
  private final Map<Owner, Rollout> rollouts = new HashMap<>();

  @Test
  void theFirstWaveOfACauseIsOneOwner() {
    wants("a", "b", "c");

    assertThat(restarted()).containsExactly("a");
  }

  @Test
  void onceThatHelpedMoreAreRestartedAtOnce() {
    done("a", 2);
    wants("b", "c", "d", "e");

    assertThat(restarted()).containsExactly("b", "c", "d");
  }

  @Test
  void whatIsRestartedIsWrittenDownFirst() {
    wants("a");

    assertThat(decide())
        .isInstanceOfSatisfying(
            Move.Restart.class,
            move ->
                assertThat(move.ledger().open())
                    .containsExactly(new Ledger.Entry(owner("a"), NEW.text(), NOW, false)));
  }

  @Test
  void noWaveBeginsBeforeTheLastHasEnded() {
    open("a", 1, false);
    wants("b");

    assertThat(decide()).isInstanceOf(Move.Rest.class).asString().contains("shop/deployment/a");
  }

  @Test
  void aRolloutThatHasEndedIsClosedAsIsOneWhoseOwnerIsGone() {
    open("a", 1, true);
    open("b", 1, true);
    rollouts.remove(owner("b"));

    assertThat(decide())
        .isInstanceOfSatisfying(
            Move.Close.class, move -> assertThat(move.ledger().open()).isEmpty());
  }

  @Test
  void aRolloutThatDoesNotEndStopsTheRest() {
    open("a", 11, false);
    wants("b");

    assertThat(decide())
        .isInstanceOfSatisfying(
            Move.Halt.class, move -> assertThat(move.reason()).isEqualTo(Move.Reason.STUCK));
  }

  @Test
  void aRestartThatDidNotHelpStopsTheRest() {
    done("a", 2);
    wants("a", "b");

    assertThat(decide())
        .isInstanceOfSatisfying(
            Move.Halt.class, move -> assertThat(move.reason()).isEqualTo(Move.Reason.NO_HELP));
  }

  @Test
  void itsPodsGetAMomentToShowWhetherItHelped() {
    done("a", 0);
    wants("a", "b");

    assertThat(decide()).isInstanceOf(Move.Rest.class);
  }

  @Test
  void noMoreThanSoManyAreRestartedAnHour() {
    for (String name : List.of("a", "b", "c", "d")) {
      done(name, 50);
    }
    wants("e", "f", "g");

    assertThat(restarted()).containsExactly("e");

    done("e", 30);
    wanted.remove(owner("e"));

    assertThat(decide())
        .isInstanceOfSatisfying(
            Move.Rest.class,
            move -> assertThat(move.again()).isEqualTo(NOW.plus(Duration.ofMinutes(10))));
  }

  @Test
  void anOwnerIsRestartedOnceForAnAddress() {
    wants("a", "b");
    rollouts.put(owner("a"), rollout("a", true, "", NEW.text(), Duration.ofDays(90)));

    assertThat(restarted()).containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource({"6, false", "8, true"})
  void anOwnerIsRestartedForMissedPodsNoMoreThanOnceAWeek(int days, boolean again) {
    wanted.put(owner("a"), Cause.missed("webhook_away"));
    rollouts.put(owner("a"), rollout("a", true, "", "missed webhook_away", Duration.ofDays(days)));

    assertThat(decide() instanceof Move.Restart).isEqualTo(again);
  }

  @Test
  void anOwnerThatIsBusyOrForWhichARestartDoesNothingIsLeftOut() {
    wants("a", "b", "c");
    rollouts.put(owner("a"), rollout("a", false, "", "", Duration.ZERO));
    rollouts.put(owner("b"), rollout("b", true, "its rollout is paused", "", Duration.ZERO));

    assertThat(restarted()).containsExactly("c");
  }

  @Test
  void anotherOwnerOfTheSameNameIsNotTakenForIt() {
    wants("a");
    rollouts.put(owner("a"), rollout("other", true, "", "", Duration.ZERO));

    assertThat(decide()).isInstanceOf(Move.Rest.class);
  }

  @Test
  void aWaveHasOneCause() {
    done("x", 2);
    wants("a", "b");
    wanted.put(owner("b"), Cause.missed("webhook_away"));

    assertThat(restarted()).containsExactly("a");
  }

  @Test
  void theLedgerIsReadAsItWasWrittenAndForgetsAfterADay() throws IOException {
    done("a", 2);
    done("b", 60 * 25);
    wants("c");
    var ledger = new Ledger(entries);

    assertThat(Ledger.of(JSON.readTree(ledger.json().toString()))).isEqualTo(ledger);
    assertThat(decide())
        .isInstanceOfSatisfying(
            Move.Restart.class,
            move ->
                assertThat(move.ledger().entries())
                    .extracting(each -> each.owner().name())
                    .containsExactly("a", "c"));
    assertThat(Ledger.of(JSON.readTree("[{\"at\":\"never\"},{}]")).entries()).isEmpty();
  }

  private Move decide() {
    return Waves.decide(new Ledger(entries), wanted, rollouts, rollouts(), LIMITS, NOW);
  }

  private java.util.Set<Owner> rollouts() {
    var looked = new java.util.HashSet<>(wanted.keySet());
    entries.forEach(each -> looked.add(each.owner()));
    return looked;
  }

  private List<String> restarted() {
    return decide() instanceof Move.Restart restart
        ? restart.owners().stream().map(Owner::name).toList()
        : List.of();
  }

  private void wants(String... names) {
    for (String name : names) {
      wanted.put(owner(name), NEW);
      rollouts.putIfAbsent(owner(name), rollout(name, true, "", "", Duration.ZERO));
    }
  }

  private void done(String name, int minutes) {
    entries.add(entry(name, minutes, true));
    rollouts.put(owner(name), rollout(name, true, "", NEW.text(), Duration.ofMinutes(minutes)));
  }

  private void open(String name, int minutes, boolean complete) {
    entries.add(entry(name, minutes, false));
    rollouts.put(owner(name), rollout(name, complete, "", NEW.text(), Duration.ofMinutes(minutes)));
  }

  private static Ledger.Entry entry(String name, int minutes, boolean done) {
    return new Ledger.Entry(owner(name), NEW.text(), NOW.minus(Duration.ofMinutes(minutes)), done);
  }

  private static Rollout rollout(
      String uid, boolean complete, String obstacle, String cause, Duration ago) {
    return new Rollout(
        uid,
        complete,
        obstacle,
        cause,
        cause.isEmpty() ? Optional.empty() : Optional.of(NOW.minus(ago)));
  }

  private static Owner owner(String name) {
    return new Owner("Deployment", "shop", name, name);
  }
}
