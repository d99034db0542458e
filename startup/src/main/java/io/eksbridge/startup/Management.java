// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;
import io.micronaut.context.env.PropertySource;
import java.util.Map;

/// What every service answers on its management port: `/health/liveness`, `/health/readiness` and
/// `/metrics`.
@ContextConfigurer
public final class Management implements ApplicationContextConfigurer {
  /// Where the health of the process is told: 200 unless it should be restarted.
  public static final String LIVENESS = "/health/liveness";

  /// Where it is told whether the service can do its work now: 200 or 503.
  public static final String READINESS = "/health/readiness";

  /// Where Prometheus text is served.
  public static final String METRICS = "/metrics";

  private static final int BELOW_FILES = Integer.MIN_VALUE + 1000;

  @Override
  public void configure(ApplicationContextBuilder builder) {
    builder.propertySources(
        PropertySource.of(
            "management",
            Map.of(
                "endpoints.all.enabled", false,
                "endpoints.all.path", "/",
                "endpoints.health.enabled", true,
                "endpoints.health.sensitive", false,
                "endpoints.health.details-visible", "ANONYMOUS",
                "endpoints.health.discovery-client.enabled", false,
                "endpoints.health.disk-space.enabled", false,
                "micronaut.health.monitor.enabled", false,
                "micronaut.metrics.export.prometheus.enabled", true,
                "micronaut.server.date-header", false),
            BELOW_FILES));
  }
}
