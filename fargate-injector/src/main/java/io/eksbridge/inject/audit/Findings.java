// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.audit;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.gap.Gap;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// What pods lack, as it was last looked at; nothing until then.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
public final class Findings {
  private volatile Optional<List<Gap>> last = Optional.empty();

  /// The last findings.
  public Optional<List<Gap>> last() {
    return last;
  }

  void relieved() {
    last = Optional.empty(); // of a while ago, when this replica leads again
  }

  void found(List<Gap> gaps) {
    last = Optional.of(List.copyOf(gaps));
  }
}
