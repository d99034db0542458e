// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.watch.NamespaceQueue.Lane;
import io.eksbridge.sync.watch.NamespaceQueue.Turn;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class NamespaceQueueTest {
  private final NamespaceQueue queue = new NamespaceQueue();

  @Test
  void whatIsAskedForManyTimesIsLookedAtOnce() throws Exception {
    queue.add("a");
    queue.add("a");
    queue.add("b");

    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.take().namespace()).isEqualTo("a");
    assertThat(queue.take().namespace()).isEqualTo("b");
  }

  @Test
  void whatIsBeingLookedAtWaitsForItsEnd() throws Exception {
    queue.add("a");
    Turn first = queue.take();
    queue.add("a");
    queue.add("b");

    assertThat(queue.take().namespace()).isEqualTo("b");
    queue.done(first.namespace());
    assertThat(queue.take().namespace()).isEqualTo("a");
  }

  @Test
  void askingNowIsHeardOverWaiting() throws Exception {
    queue.add("a", Duration.ofHours(1));
    queue.add("a");

    assertThat(queue.take().namespace()).isEqualTo("a");
    assertThat(queue.size()).isZero();
  }

  @Test
  void waitingDoesNotPutOffWhatIsAskedForNow() throws Exception {
    queue.add("a");
    queue.add("a", Duration.ofHours(1));

    assertThat(queue.take().namespace()).isEqualTo("a");
    assertThat(queue.size()).isZero();
  }

  @Test
  void whatPodsWaitForGoesBeforeWhatHasWaitedLonger() throws Exception {
    queue.add("a");
    queue.add("b");
    queue.add("new", Lane.FAST);
    queue.add("b", Lane.FAST);

    assertThat(queue.take().namespace()).isEqualTo("b");
    assertThat(queue.take().namespace()).isEqualTo("new");
    assertThat(queue.take().namespace()).isEqualTo("a");
  }

  @Test
  void whoAskedFirstIsRemembered() throws Exception {
    long before = System.nanoTime();
    queue.add("a", Duration.ofHours(1));
    long between = System.nanoTime();
    queue.add("a");

    assertThat(queue.take().asked()).isBetween(before, between);
  }

  @Test
  void whatIsDueLaterComesWhenItIsDue() throws Exception {
    queue.add("a", Duration.ofMillis(30));

    Turn turn = queue.take();

    assertThat(System.nanoTime()).isGreaterThanOrEqualTo(turn.due());
  }
}
