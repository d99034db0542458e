// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/// Serves the meters as Prometheus text (exposition format 0.0.4).
@Controller(Management.METRICS)
final class Exposition {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry meters;

  Exposition(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  @Get(produces = TEXT)
  String scrape() {
    return meters.scrape(TEXT);
  }
}
