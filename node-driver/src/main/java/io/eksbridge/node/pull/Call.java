// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Somebody who waits for an answer.
///
/// @param end by when it must be there; absent where there is no hurry
/// @param gone is done when nobody waits any more
public record Call(Optional<Instant> end, CompletableFuture<Void> gone) {
  /// Somebody who waits for ever.
  public static Call patient() {
    return new Call(Optional.empty(), new CompletableFuture<>());
  }

  /// The same, with so much of the time left for something else, and waiting no longer than that.
  Call hurried(Duration rest, Duration most, Instant now) {
    Instant latest = now.plus(most);
    Instant early = end.map(each -> each.minus(rest)).orElse(latest);
    return new Call(Optional.of(early.isBefore(latest) ? early : latest), gone);
  }
}
