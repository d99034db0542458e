// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.api.Mirror;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Wakes a duty: however often it is rung, it is heard once.
public final class Bell {
  private final BlockingQueue<Boolean> rung = new ArrayBlockingQueue<>(1);

  /// There may be something to do.
  public void ring() {
    rung.offer(true);
  }

  /// A mirror that keeps nothing: what has changed does not matter, everything is looked at again.
  public Mirror mirror() {
    return new Ringing();
  }

  /// Waits for a ring, no longer than that.
  void await(Duration longest) throws InterruptedException {
    rung.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private final class Ringing implements Mirror {
    @Override
    public void replace(List<JsonNode> objects) {
      ring();
    }

    @Override
    public void put(JsonNode object) {
      ring();
    }

    @Override
    public void remove(JsonNode object) {
      ring();
    }
  }
}
