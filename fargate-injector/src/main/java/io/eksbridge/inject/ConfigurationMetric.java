// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells by which settings this process decides, in whichever command does: the webhook's replicas
/// and the controller must show the same mark.
@Requires(property = FargateInjector.COMMAND, pattern = "webhook|controller")
@Context
final class ConfigurationMetric {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConfigurationMetric.class);

  ConfigurationMetric(ConfigurationMark mark, MeterRegistry meters) {
    Gauge.builder("fargate.injector.configuration", () -> 1)
        .description(
            "Always 1; its mark is the same where pods are decided on by the same settings")
        .tag("mark", mark.text())
        .register(meters);
    LOGGER.atInfo().addKeyValue("mark", mark.text()).log("configuration read");
  }
}
