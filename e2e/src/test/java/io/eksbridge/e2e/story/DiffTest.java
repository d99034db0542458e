// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DiffTest {
  @Test
  void equalTextsDifferInNothing() {
    assertThat(Diff.unified(List.of("a", "b"), List.of("a", "b"))).isEmpty();
  }

  @Test
  void aChangedLineIsShownWithItsNeighbours() {
    List<String> diff =
        Diff.unified(
            List.of("1", "2", "3", "4", "5", "6"), List.of("1", "2", "3", "four", "5", "6"));

    assertThat(diff).containsExactly("@@ -2,5 +2,5 @@", " 2", " 3", "-4", "+four", " 5", " 6");
  }

  @Test
  void changesFarApartAreShownApart() {
    List<String> before = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9");
    List<String> after = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");

    assertThat(Diff.unified(before, after))
        .containsExactly("@@ -1,2 +1,3 @@", "+0", " 1", " 2", "@@ -8,2 +9,3 @@", " 8", " 9", "+10");
  }
}
