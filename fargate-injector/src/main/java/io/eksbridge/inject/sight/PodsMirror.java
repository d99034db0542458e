// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.sight;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.api.WatchMetrics;
import io.eksbridge.inject.fleet.FargatePod;
import io.eksbridge.inject.fleet.SidecarKind;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The pods on Fargate, of all duties that look at them; one watch for all.
@Requires(property = FargateInjector.COMMAND, pattern = "controller|status|cleanup")
@Singleton
public final class PodsMirror extends Keeping<FargatePod> {
  private final ListWatch watch;
  private final Map<String, Packed> uncovered = new ConcurrentHashMap<>();
  private final Likenesses likenesses = new Likenesses();

  PodsMirror(ApiServer api, WatchMetrics metrics) {
    super(FargatePod::uid);
    this.watch = new ListWatch(api, Resource.fargatePods(), this, metrics);
  }

  /// What keeps it up to date.
  public ListWatch watch() {
    return watch;
  }

  /// A pod that runs without an Agent, as far as the rules look.
  public Optional<Packed> uncovered(String uid) {
    return Optional.ofNullable(uncovered.get(uid));
  }

  @Override
  public Optional<FargatePod> read(JsonNode pod) {
    FargatePod read = FargatePod.of(pod);
    if (read.sidecar() == SidecarKind.NONE && !read.ended()) {
      uncovered.put(read.uid(), likenesses.of(pod));
    } else {
      uncovered.remove(read.uid());
    }
    return Optional.of(read);
  }

  @Override
  public void replace(List<FargatePod> objects) {
    uncovered.keySet().retainAll(objects.stream().map(FargatePod::uid).collect(toSet()));
    super.replace(objects);
  }

  @Override
  public void remove(FargatePod object) {
    super.remove(object);
    uncovered.remove(object.uid());
  }
}
