// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.sight;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.api.WatchMetrics;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/// The names of the nodes that are Fargate's.
@Requires(property = FargateInjector.COMMAND, pattern = "controller|status")
@Singleton
public final class NodesMirror extends Keeping<String> {
  private final ListWatch watch;

  NodesMirror(ApiServer api, WatchMetrics metrics) {
    super(Function.identity());
    this.watch = new ListWatch(api, Resource.fargateNodes(), this, metrics);
  }

  /// What keeps it up to date.
  public ListWatch watch() {
    return watch;
  }

  @Override
  public Optional<String> read(JsonNode node) {
    return Optional.of(node.path("metadata").path("name").asText());
  }
}
