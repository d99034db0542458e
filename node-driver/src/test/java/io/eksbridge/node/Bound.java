// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.Map;

/// What settings become, without a driver that runs by them.
final class Bound {
  private Bound() {}

  /// The configuration of this type; the settings are named without the service.
  static <T> T to(Class<T> type, Map<String, ?> settings) {
    Map<String, Object> properties = new HashMap<>();
    settings.forEach((name, value) -> properties.put("node-driver." + name, value));
    properties.putIfAbsent("node-driver.node-id", "n");
    properties.put("grpc.server.enabled", false); // the settings alone are of interest
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(properties)
            .build()) {
      return context.start().getBean(type);
    }
  }
}
