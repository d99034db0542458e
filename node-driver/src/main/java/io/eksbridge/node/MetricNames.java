// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import java.util.List;

/// Two counters of the official driver do not end in `_total`, which the Prometheus client forces
/// on every counter; dashboards and the Agent's own check ask for the old names.
public final class MetricNames {
  private static final List<String> OFFICIAL =
      List.of(
          NodeDriverMetrics.PUBLISH.replace('.', '_'),
          NodeDriverMetrics.UNPUBLISH.replace('.', '_'));

  private MetricNames() {}

  /// The text with the official names.
  public static String restored(String text) {
    String restored = text;
    for (String name : OFFICIAL) {
      restored = restored.replace(name + "_total", name);
    }
    return restored;
  }
}
