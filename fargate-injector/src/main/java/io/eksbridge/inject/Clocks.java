// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The time, passed in so that tests can set it.
@Factory
final class Clocks {
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
