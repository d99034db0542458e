// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import io.eksbridge.parts.Child;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;

/// The steps in their order.
public record Play<S>(List<Step<S>> steps) {
  /// All that the demo shows without nodes.
  public static Play<Stage> whole() throws IOException {
    var random = new SecureRandom();
    int tokenSync = Child.freePort();
    return new Play<>(
        List.of(
            new TheCluster(random),
            new CredentialsFollow(tokenSync),
            new SidecarFits(),
            new SocketsArrive(),
            new TokenRotates(random, tokenSync)));
  }

  /// Plays every step, also after one that broke.
  ///
  /// @throws InterruptedException when it was broken off
  public void perform(S stage, Story story) throws InterruptedException {
    for (Step<S> step : steps) {
      story.step(step.title());
      try {
        step.play(stage, story);
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (Exception failure) { // the edge: whatever broke a step is what the step tells
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        story.broke(failure);
      }
    }
  }
}
