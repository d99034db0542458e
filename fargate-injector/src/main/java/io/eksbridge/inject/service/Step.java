// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The next thing to do about the Service.
public sealed interface Step {
  /// Make it.
  ///
  /// @param object the Service
  /// @param address that is asked for; empty to take what comes
  /// @param why this address
  record Create(ObjectNode object, String address, Why why) implements Step {}

  /// Put back what someone changed.
  record Repair(ObjectNode object, List<String> fields) implements Step {}

  /// Take away what someone added.
  record Replace(ObjectNode object, List<String> additions) implements Step {}

  /// Remember its address.
  record Remember(ObjectNode object, Why why) implements Step {}

  /// Nothing until something changes, or until then.
  record Rest(Optional<Instant> again) implements Step {}

  /// Why an address is asked for or remembered: the reason in the log and the metric.
  enum Why {
    /// The operator asks for it.
    WANTED,
    /// The Service had it before.
    REMEMBERED,
    /// Nobody else gets it by chance.
    STATIC_BAND,
    /// Any will do.
    ANY,
    /// It is the first.
    FIRST,
    /// It is another than before.
    CHANGED,
    /// The memory says something else that does not matter.
    EDITED;

    /// The word for metrics and logs.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
