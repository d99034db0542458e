// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.taint.StartupTaint;
import io.eksbridge.node.taint.WatchState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/// The meters of what the driver does at the API server.
@Singleton
public final class ClusterMetrics {
  private final MeterRegistry meters;

  /// Meters in this registry.
  public ClusterMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Counts a taint that was removed.
  public void removed(StartupTaint taint) {
    meters.counter(Names.METRICS + "startup.taints.removed", "taint", taint.label()).increment();
  }

  /// Counts a stale volume that was bound again, or could not be.
  public void rebound(boolean done) {
    meters
        .counter(Names.METRICS + "volumes.rebound", "outcome", done ? "success" : "failed")
        .increment();
  }

  /// Counts a volume that was left open and is confined now, or could not be.
  public void confined(boolean done) {
    meters
        .counter(Names.METRICS + "volumes.confined", "outcome", done ? "success" : "failed")
        .increment();
  }

  /// Counts an Event about a stale volume by what became of it.
  public void event(String outcome) {
    meters.counter(Names.METRICS + "stale.volume.events", "outcome", outcome).increment();
  }

  /// Shows, one gauge for each state, in which one the watch for taints is.
  public void watch(Supplier<WatchState> current) {
    for (WatchState state : WatchState.values()) {
      Gauge.builder(Names.METRICS + "startup.taints.watch", () -> current.get() == state ? 1 : 0)
          .description("1 at the state in which the removal of startup taints is")
          .tag("state", state.label())
          .strongReference(true)
          .register(meters);
    }
  }
}
