// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.Asked;
import io.eksbridge.node.volume.VolumeKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MetricNamesTest {
  private static final int MORE_THAN_MAY_BE = 600;

  @Test
  void theOfficialDriversCountersKeepTheirNamesAndStayCounters() {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var metrics = new NodeDriverMetrics(meters);
    var agent =
        new AgentSockets(
            Path.of("/run/dsd.socket"), Path.of("/run/apm.socket"), Path.of("/run/st.socket"));

    metrics.published(new Asked.Known(VolumeKind.DSD_SOCKET, "DSDSocket"), agent, Optional.empty());
    metrics.unpublished(Optional.empty());

    assertThat(MetricNames.restored(meters.scrape()).lines())
        .contains(
            "# HELP datadog_csi_driver_node_publish_volume_attempts Publishes of a volume that were"
                + " asked for",
            "# HELP datadog_csi_driver_node_unpublish_volume_attempts Unpublishes of a volume that"
                + " were asked for",
            "# TYPE datadog_csi_driver_node_publish_volume_attempts counter",
            "datadog_csi_driver_node_publish_volume_attempts"
                + "{path=\"/run/dsd.socket\",status=\"success\",type=\"DSDSocket\"} 1.0",
            "# TYPE datadog_csi_driver_node_unpublish_volume_attempts counter",
            "datadog_csi_driver_node_unpublish_volume_attempts{status=\"success\"} 1.0");
  }

  @Test
  void namesOfLibrariesAreNoMoreThanMayBeAndTheFirstOnesAreCountedOn() {
    var meters = new SimpleMeterRegistry();
    var metrics = new NodeDriverMetrics(meters);
    var library = new Asked.Known(VolumeKind.DATADOG_LIBRARY, "DatadogLibrary");

    for (int image = 0; image < MORE_THAN_MAY_BE; image++) {
      metrics.published(library, "image-" + image, Optional.empty());
    }
    metrics.published(library, "image-0", Optional.empty());

    assertThat(meters.get(NodeDriverMetrics.PUBLISH).counters()).hasSize(501);
    assertThat(meters.get(NodeDriverMetrics.PUBLISH).tag("path", "image-0").counter().count())
        .isEqualTo(2);
    assertThat(meters.get(NodeDriverMetrics.PUBLISH).tag("path", "").counter().count())
        .isEqualTo(100);
  }
}
