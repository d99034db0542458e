// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApiFailure;
import io.eksbridge.sync.kube.ClusterAgents;
import io.eksbridge.sync.kube.ClusterAgents.Found;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// In the place of the work where sources were not given: looks for what to set, and tells it in
/// the log and by not being ready. It reads Deployments and no Secret, and guesses nothing: which
/// Secrets are copied is said by people.
@Readiness
@Singleton
@Requires(property = TokenSyncConfig.UNSOURCED)
final class Unsourced implements HealthIndicator {
  private static final Logger LOGGER = LoggerFactory.getLogger(Unsourced.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final ClusterAgents agents;
  private final String missing;
  private volatile List<String> found = List.of("nothing was looked for yet");
  private volatile @Nullable Thread thread;

  Unsourced(
      ClusterAgents agents,
      SyncMetrics metrics,
      @Property(name = TokenSyncConfig.UNSOURCED) String missing) {
    this.agents = agents;
    this.missing = missing;
    metrics.unsourced(missing.split(",", -1).length);
  }

  @EventListener
  void start(ServerStartupEvent started) {
    thread = Thread.ofVirtual().name("discovery").start(this::lookOut);
  }

  @PreDestroy
  void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(
        HealthResult.builder("sources", HealthStatus.DOWN)
            .details(Map.of("not given", missing, "found", found))
            .build());
  }

  private void lookOut() {
    try {
      while (true) {
        List<String> now = look();
        if (!now.equals(found)) {
          found = now;
          LOGGER
              .atWarn()
              .addKeyValue("missing", missing)
              .addKeyValue("found", now)
              .log("no source is set: nothing is copied until it is; set what was found");
        }
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> look() {
    try {
      var lines = new ArrayList<String>();
      for (Found agent : agents.find()) {
        lines.add(agent.name() + ", " + agent.install() + ": " + String.join(" ", agent.flags()));
      }
      return lines.isEmpty() ? List.of("no Deployment of a cluster agent") : lines;
    } catch (IOException failure) {
      String why =
          failure instanceof ApiFailure
              ? String.valueOf(failure.getMessage())
              : failure.getClass().getSimpleName();
      return List.of("Deployments could not be listed: " + why);
    }
  }
}
