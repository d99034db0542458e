// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.FargateInjector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of each write: one line, one count.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
public final class Journal {
  private static final Logger LOGGER = LoggerFactory.getLogger(Journal.class);

  private final MeterRegistry meters;

  /// Counts there.
  public Journal(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Something was written.
  ///
  /// @param kind of the object, in a word
  /// @param name with its namespace, where it has one
  /// @param change what was done
  /// @param reason why, in a word
  /// @param fields which it was about, where only some were
  public void wrote(String kind, String name, String change, String reason, List<String> fields) {
    meters
        .counter("fargate.injector.writes", "object", kind, "change", change, "reason", reason)
        .increment();
    var line =
        LOGGER
            .atInfo()
            .addKeyValue("object", kind)
            .addKeyValue("name", name)
            .addKeyValue("change", change)
            .addKeyValue("reason", reason);
    (fields.isEmpty() ? line : line.addKeyValue("fields", String.join(", ", fields)))
        .log("changed");
  }
}
