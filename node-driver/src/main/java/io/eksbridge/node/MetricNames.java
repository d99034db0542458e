// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.startup.Management;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;

/// Two counters of the official driver do not end in `_total`, which the Prometheus client forces
/// on every counter; dashboards and the Agent's own check ask for the old names.
@ServerFilter(Management.METRICS)
final class MetricNames {
  private static final List<String> OFFICIAL =
      List.of(
          NodeDriverMetrics.PUBLISH.replace('.', '_'),
          NodeDriverMetrics.UNPUBLISH.replace('.', '_'));

  @ResponseFilter
  void restore(MutableHttpResponse<?> response) {
    if (response.body() instanceof String text) {
      response.body(restored(text));
    }
  }

  static String restored(String text) {
    String restored = text;
    for (String name : OFFICIAL) {
      restored = restored.replace(name + "_total", name);
    }
    return restored;
  }
}
