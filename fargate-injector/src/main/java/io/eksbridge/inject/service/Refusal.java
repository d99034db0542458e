// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import java.time.Instant;
import java.util.Optional;

/// The API server's no to an address.
///
/// @param address that was asked for
/// @param kind of the no
/// @param words of the API server
/// @param since when it first said so
/// @param last when it last said so
public record Refusal(String address, Kind kind, String words, Instant since, Instant last) {
  /// Why it says no.
  public enum Kind {
    /// Another Service has it.
    TAKEN,
    /// No Service of this cluster could have it.
    OUTSIDE
  }

  /// Reads what it said to a Service with an address; nothing where it is about something else.
  public static Optional<Kind> kind(int status, String words) {
    if (status != 422 || !words.contains("clusterIP")) { // unprocessable, and why
      return Optional.empty();
    }
    if (words.contains("already allocated")) {
      return Optional.of(Kind.TAKEN);
    }
    boolean outside =
        words.contains("not in the valid range")
            || words.contains("does not match the current range")
            || words.contains("not configured on this cluster");
    return outside ? Optional.of(Kind.OUTSIDE) : Optional.empty();
  }
}
