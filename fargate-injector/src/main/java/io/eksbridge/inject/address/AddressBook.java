// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.address;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.service.Memory;
import io.eksbridge.inject.service.Own;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Optional;

/// What is known of the address beyond the Services that are there: empty where nothing is.
@Requires(property = FargateInjector.COMMAND, pattern = "controller|status")
@Singleton
public final class AddressBook {
  private volatile String own = "";
  private volatile String previous = "";

  /// The name under which the cluster agent's own Service was found.
  public String own() {
    return own;
  }

  /// The address that the stable Service had before the one that it has.
  public String previous() {
    return previous;
  }

  void write(Own found, Optional<Memory> memory) {
    own = found instanceof Own.Found one ? one.name() : "";
    previous = memory.map(Memory::previous).orElse("");
  }
}
