// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.time.Instant;
import java.util.Optional;

/// What the sources give: the values as they are, the same with the next token where there is a
/// good one, when the token last changed as far as the API server knows, and whether Helm renders
/// its Secret.
public record Offer(
    Source source, Optional<Source.Good> next, Optional<Instant> changed, boolean rendered) {

  /// Of a source alone.
  public static Offer of(Source source) {
    return new Offer(source, Optional.empty(), Optional.empty(), false);
  }
}
