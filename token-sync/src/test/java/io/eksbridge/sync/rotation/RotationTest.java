// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.rotation.Rotation.Value;
import io.eksbridge.sync.rotation.Rotation.View;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole table of a rotation. `old` and `new` are fingerprints of the source's token; a state
/// began at 0 and its patience is 100.
final class RotationTest {
  @ParameterizedTest
  @CsvSource({
    // phase,     ours,  source, next, answer,  spread, now, gate,  after
    "SETTLED,     false, old,    '',   UNASKED, false,  5,   true,  SETTLED",
    "SETTLED,     false, new,    '',   UNASKED, false,  5,   true,  WAITING",
    "SETTLED,     false, new,    '',   UNASKED, false,  5,   false, SPREADING",
    "SETTLED,     false, old,    new,  ACCEPTS, false,  5,   true,  SPREADING ours",
    "SETTLED,     false, old,    old,  ACCEPTS, false,  5,   true,  SETTLED",
    "WAITING,     false, new,    '',   REFUSES, false,  5,   true,  WAITING",
    "WAITING,     false, new,    '',   SILENT,  false,  5,   true,  WAITING",
    "WAITING,     false, new,    '',   ACCEPTS, false,  5,   true,  SPREADING",
    "WAITING,     false, new,    '',   REFUSES, false,  5,   false, SPREADING",
    "WAITING,     false, new,    '',   REFUSES, false,  100, true,  SPREADING late",
    "WAITING,     false, old,    '',   REFUSES, false,  5,   true,  SETTLED",
    "WAITING,     false, third,  '',   REFUSES, false,  99,  true,  WAITING",
    "SPREADING,   false, new,    '',   ACCEPTS, false,  500, true,  SPREADING",
    "SPREADING,   false, new,    '',   ACCEPTS, true,   5,   true,  SETTLED",
    "SPREADING,   false, third,  '',   UNASKED, true,   5,   true,  WAITING",
    "SPREADING,   false, old,    '',   UNASKED, true,   5,   true,  SETTLED",
    "SPREADING,   true,  old,    new,  UNASKED, false,  500, true,  SPREADING ours",
    "SPREADING,   true,  old,    new,  UNASKED, true,   5,   true,  SWITCHING ours",
    "SPREADING,   true,  old,    '',   UNASKED, true,   5,   true,  SETTLED",
    "SPREADING,   true,  old,    old,  UNASKED, true,   5,   true,  SETTLED",
    "SWITCHING,   true,  old,    new,  UNASKED, true,   500, true,  SWITCHING ours",
    "SWITCHING,   true,  new,    new,  UNASKED, true,   5,   true,  CONFIRMING ours",
    "SWITCHING,   true,  old,    '',   UNASKED, true,   5,   true,  SETTLED",
    "CONFIRMING,  true,  new,    new,  REFUSES, true,   5,   true,  CONFIRMING ours",
    "CONFIRMING,  true,  new,    new,  ACCEPTS, true,   5,   true,  SETTLED",
    "CONFIRMING,  true,  new,    new,  UNASKED, true,   5,   false, SETTLED",
    "CONFIRMING,  true,  new,    new,  REFUSES, true,   100, true,  CONFIRMING ours late",
    "CONFIRMING,  true,  third,  new,  REFUSES, true,   5,   true,  SPREADING ours",
  })
  void goesOn(
      Phase phase,
      boolean ours,
      String source,
      String next,
      AgentAnswer answer,
      boolean spread,
      long now,
      boolean gate,
      String after) {
    String target = phase == Phase.SETTLED ? "old" : "new";
    var state = new Rotation(phase, "old", target, ours, 0, false);

    Rotation then =
        state.advance(
            new View(
                source,
                Optional.of(next).filter(n -> !n.isEmpty()),
                answer,
                spread,
                now,
                gate,
                100));

    assertThat(then.phase() + (then.ours() ? " ours" : "") + (then.late() ? " late" : ""))
        .isEqualTo(after);
    if (then.phase() == Phase.SETTLED) {
      assertThat(then.accepted()).isEqualTo(source);
    }
  }

  @Test
  void whatIsSaidOnceIsNotSaidAgain() {
    var late = new Rotation(Phase.CONFIRMING, "old", "new", true, 0, true);

    assertThat(
            late.advance(
                new View("new", Optional.empty(), AgentAnswer.REFUSES, true, 999, true, 100)))
        .isEqualTo(late);
  }

  @Test
  void copiesComeFirstInOurOwnRotationAndLastInSomebodyElses() {
    assertThat(new Rotation(Phase.SPREADING, "a", "b", true, 0, false).value())
        .isEqualTo(Value.NEXT);
    assertThat(new Rotation(Phase.SPREADING, "a", "b", false, 0, false).value())
        .isEqualTo(Value.SOURCE);
    assertThat(new Rotation(Phase.WAITING, "a", "b", false, 0, false).value())
        .isEqualTo(Value.LAST);
  }

  @Test
  void threeChangesInAnHourAreTooManyAndThreeInADayAreNot() {
    long hour = 3_600_000;
    Changes often = new Changes(java.util.List.of()).with(1, hour).with(2, hour).with(3, hour);

    assertThat(often.tooMany(3, 3, hour)).isTrue();
    assertThat(often.with(hour * 2, hour).tooMany(3, hour * 2, hour)).isFalse();
  }
}
