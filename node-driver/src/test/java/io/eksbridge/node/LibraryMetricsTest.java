// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.LibraryMetrics.Result;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LibraryMetricsTest {
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LibraryMetrics metrics = new LibraryMetrics(meters);

  @Test
  void theOfficialDriversMetersKeepTheirNamesAndLabels() {
    metrics.known("apm-inject");
    metrics.resolved("apm-inject", Result.CACHE_HIT);
    metrics.resolved("apm-inject", Result.DOWNLOADED);
    metrics.resolved("apm-inject", Result.FAILED);
    metrics.downloaded("apm-inject", "gcr.io/datadoghq", Duration.ofMillis(1500));
    metrics.cleaned("apm-inject", "success", "delayed");
    metrics.stored(Map.of("apm-inject", new long[] {2, 300, 4}));

    String library = "datadog_csi_driver_library_";
    String download = "library=\"apm-inject\",registry=\"gcr.io/datadoghq\"";
    assertThat(MetricNames.restored(meters.scrape()).lines())
        .contains(
            library + "resolutions_total{library=\"apm-inject\",result=\"cache_hit\"} 1.0",
            library + "resolutions_total{library=\"apm-inject\",result=\"downloaded\"} 1.0",
            library + "resolutions_total{library=\"apm-inject\",result=\"failed\"} 1.0",
            "# TYPE " + library + "download_duration_seconds histogram",
            library + "download_duration_seconds_bucket{" + download + ",le=\"1.0\"} 0",
            library + "download_duration_seconds_bucket{" + download + ",le=\"2.5\"} 1",
            library + "download_duration_seconds_bucket{" + download + ",le=\"300.0\"} 1",
            library
                + "cleanup_total{library=\"apm-inject\",status=\"success\",strategy=\"delayed\"}"
                + " 1.0",
            "datadog_csi_driver_libraries_cached{library=\"apm-inject\"} 2.0",
            "datadog_csi_driver_libraries_cached_bytes{library=\"apm-inject\"} 300.0",
            library + "volume_links{library=\"apm-inject\"} 4.0");
  }

  @Test
  void aNameThatAPodMadeUpIsNoLabel() {
    metrics.resolved("made-up", Result.FAILED);

    assertThat(meters.scrape()).doesNotContain("made-up");
  }

  @Test
  void whatIsGoneIsShownAsNone() {
    metrics.stored(Map.of("apm-inject", new long[] {2, 300, 4}));

    metrics.stored(Map.of());

    assertThat(meters.scrape()).contains("libraries_cached{library=\"apm-inject\"} 0.0");
  }
}
