// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.address;

import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.controller.Events;
import io.eksbridge.inject.service.Trouble;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of troubles when they begin and when they end: in the log, by an Event beside the Service
/// and by a meter.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class Notices {
  private static final Logger LOGGER = LoggerFactory.getLogger(Notices.class);

  private final Events events;
  private final String namespace;
  private volatile Map<Trouble, String> current = Map.of();

  Notices(AddressConfig address, Events events, MeterRegistry meters) {
    this.events = events;
    this.namespace = address.clusterAgentNamespace();
    for (Trouble each : Trouble.values()) {
      Gauge.builder("fargate.injector.address.trouble", () -> current.containsKey(each) ? 1 : 0)
          .description("Whether there is this trouble with the stable address")
          .tag("reason", each.label())
          .register(meters);
    }
  }

  /// They are for another replica to tell.
  void relieved() {
    current = Map.of();
  }

  /// These are the troubles now.
  void tell(Map<Trouble, String> troubles, String uid) {
    Map<Trouble, String> before = current;
    current = troubles;
    troubles.forEach(
        (each, sentence) -> {
          if (!sentence.equals(before.get(each))) {
            LOGGER
                .atWarn()
                .addKeyValue("reason", each.label())
                .addKeyValue("why", sentence)
                .log("address in trouble");
            events.warn(
                new Events.Subject("v1", "Service", namespace, Names.STABLE_SERVICE, uid),
                each.camel(),
                sentence);
          }
        });
    before.keySet().stream()
        .filter(each -> !troubles.containsKey(each))
        .forEach(
            each -> LOGGER.atInfo().addKeyValue("reason", each.label()).log("trouble is over"));
  }
}
