// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoryTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

  @Test
  void aStepHoldsWhenAllItsClaimsDo() {
    var story = new Story(out, false);
    story.step("first");
    story.claim("one is one", true);

    assertThat(story.end(1)).isTrue();
    assertThat(text()).contains("   held  1. first");
  }

  @Test
  void oneClaimThatDoesNotHoldBreaksItsStepAndTheWhole() {
    var story = new Story(out, false);
    story.step("first");
    story.claim("one is two", false);
    story.claim("one is one", true);
    story.step("second");

    assertThat(story.end(1)).isFalse();
    assertThat(text()).contains("NOT SO: one is two", "NOT HELD  1. first", "   held  2. second");
  }

  @Test
  void aStepThatCouldNotGoOnDoesNotHold() {
    var story = new Story(out, false);
    story.step("first");
    story.broke(new IOException("the pipe is gone"));

    assertThat(story.end(1)).isFalse();
    assertThat(text()).contains("the pipe is gone");
  }

  @Test
  void coloursAreForTerminalsOnly() {
    var plain = new Story(out, false);
    plain.step("first");
    plain.show(List.of("+added", "-removed"));
    String before = text();
    var coloured = new Story(out, true);
    coloured.step("first");

    assertThat(before).doesNotContain("\u001b");
    assertThat(text()).contains("\u001b[");
  }

  private String text() {
    return told.toString(StandardCharsets.UTF_8);
  }
}
