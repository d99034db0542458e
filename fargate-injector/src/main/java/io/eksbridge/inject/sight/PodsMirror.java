// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.sight;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.api.WatchMetrics;
import io.eksbridge.inject.fleet.FargatePod;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The pods on Fargate, of all duties that look at them; one watch for all.
@Requires(property = FargateInjector.COMMAND, pattern = "controller|status|cleanup")
@Singleton
public final class PodsMirror extends Keeping<FargatePod> {
  private final ListWatch watch;

  PodsMirror(ApiServer api, WatchMetrics metrics) {
    super(FargatePod::uid);
    this.watch = new ListWatch(api, Resource.fargatePods(), this, metrics);
  }

  /// What keeps it up to date.
  public ListWatch watch() {
    return watch;
  }

  @Override
  public Optional<FargatePod> read(JsonNode pod) {
    return Optional.of(FargatePod.of(pod));
  }
}
