// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.health;

import io.eksbridge.node.MetricNames;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/// All meters of the driver, and from the first time that anyone asks those of its process.
@Factory
final class Meters {
  /// Prometheus text, exposition format 0.0.4.
  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<AutoCloseable> listening = new ArrayList<>();
  private boolean asked;

  /// Where all meters are.
  @Singleton
  @Bean(preDestroy = "close")
  PrometheusMeterRegistry registry() {
    return registry;
  }

  /// What is told to whoever scrapes.
  synchronized String scrape() {
    if (!asked) {
      asked = true;
      var garbage = new JvmGcMetrics();
      listening.add(garbage);
      List<MeterBinder> process =
          List.of(
              garbage,
              new JvmMemoryMetrics(),
              new JvmThreadMetrics(),
              new FileDescriptorMetrics(),
              new ProcessorMetrics(),
              new UptimeMetrics());
      process.forEach(meters -> meters.bindTo(registry));
    }
    return MetricNames.restored(registry.scrape(TEXT));
  }

  @PreDestroy
  void close() throws Exception {
    for (AutoCloseable listener : listening) {
      listener.close();
    }
  }
}
