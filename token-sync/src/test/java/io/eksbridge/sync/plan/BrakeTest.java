// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BrakeTest {
  private static final Copy COPY =
      new Copy(
          "uid",
          "7",
          Ownership.OURS,
          true,
          true,
          Set.of(),
          "",
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Optional.empty(),
          "",
          Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "30, 1,   1,    NOT_SELECTED, delete",
    "30, 5,   5,    NOT_SELECTED, delete",
    "30, 6,   6,    NOT_SELECTED, leave",
    "30, 6,   20,   NOT_SELECTED, delete",
    "30, 7,   20,   NOT_SELECTED, leave",
    "30, 300, 1000, NOT_SELECTED, delete",
    "30, 301, 1000, NOT_SELECTED, leave",
    "100, 50, 50,   NOT_SELECTED, delete",
    "0,  6,   1000, NOT_SELECTED, leave",
    "30, 50,  50,   EXCLUDED,     delete",
    "30, 50,  50,   CLEANUP,      delete",
  })
  void holdsWhatNobodyAskedForWhenItIsTooMuch(
      int percent, long unwanted, long all, Why why, String verb) {
    Change change = new Brake(percent).on(new Change.Delete("team", why, COPY), unwanted, all);

    assertThat(change.verb()).isEqualTo(verb);
    assertThat(change.why()).isEqualTo(verb.equals("leave") ? Why.BRAKED : why);
  }
}
