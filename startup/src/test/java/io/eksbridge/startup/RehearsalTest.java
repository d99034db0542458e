// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  @Test
  void eachCommandLineIsRunInTheSameProcess() throws Exception {
    Rehearsal.main(
        new String[] {Played.class.getName(), "webhook", "--port=1", "--", "controller"});

    assertThat(Played.DONE.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Played.LINES)
        .containsExactlyInAnyOrder(List.of("webhook", "--port=1"), List.of("controller"));
  }

  /// A service of two commands.
  public static final class Played {
    private static final ConcurrentLinkedQueue<List<String>> LINES = new ConcurrentLinkedQueue<>();
    private static final CountDownLatch DONE = new CountDownLatch(2);

    private Played() {}

    /// Notes its arguments.
    public static void main(String[] arguments) {
      LINES.add(List.of(arguments));
      DONE.countDown();
    }
  }
}
