// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.wave;

import java.time.Instant;
import java.util.List;

/// The next thing to do about restarts.
public sealed interface Move {
  /// Restart these.
  ///
  /// @param ledger to be written before
  record Restart(List<Owner> owners, String cause, Ledger ledger) implements Move {}

  /// Note that rollouts have come to their end.
  record Close(Ledger ledger) implements Move {}

  /// Nothing until then.
  ///
  /// @param why for people
  record Rest(Instant again, String why) implements Move {}

  /// Nothing until a person has looked.
  ///
  /// @param reason the word of the metric
  /// @param why for people, with the way out
  record Halt(Reason reason, String why) implements Move {}

  /// Why nothing more is restarted.
  enum Reason {
    /// A rollout does not end.
    STUCK,
    /// A restart changed nothing.
    NO_HELP;

    /// The word for metrics and logs.
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
