// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.certificate;

import java.time.Instant;
import java.util.Locale;

/// What is to be done about the certificate.
public sealed interface Step {
  /// Make a new pair and keep it beside the one that is served.
  record Issue(Why why) implements Step {}

  /// Serve the pair that was made.
  record Switch(Why why) implements Step {}

  /// Trust the old authority no longer.
  record Retire(Why why) implements Step {}

  /// Nothing, until then.
  record Hold(Phase phase, Instant until) implements Step {}

  /// Why something is done: the word of the log and the metric.
  enum Why {
    /// There is none.
    ABSENT,
    /// It is damaged, or for another name than the API server calls.
    UNFIT,
    /// A third of its life is left.
    RENEWAL_DUE,
    /// It has ended.
    EXPIRED,
    /// The API server trusts the new authority.
    PUBLISHED,
    /// Nothing that anybody trusts is served.
    FIRST,
    /// Each webhook has had the time to reload.
    RELOADED;

    /// The word for metrics and logs.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Where a rotation stands.
  enum Phase {
    /// Nothing to do.
    SETTLED,
    /// The new authority is being made known to the API server.
    PUBLISHING,
    /// The webhooks read the new certificate.
    RELOADING
  }
}
