// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import io.eksbridge.inject.ServingConfig;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// Leaves without a call that fails: not ready first, while the API server still finds its way
/// here and is told with each answer to come by another connection; then those that are left are
/// told to end, and what they have begun is answered.
@Readiness
@Singleton
final class Draining implements HealthIndicator {
  private static final Logger LOGGER = LoggerFactory.getLogger(Draining.class);
  private static final Duration GRACE = Duration.ofSeconds(5); // no call waits longer

  private final ServingConfig config;
  private volatile Optional<EmbeddedServer> server = Optional.empty();
  private volatile boolean leaving;

  Draining(ServingConfig config) {
    this.config = config;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(
        () ->
            HealthResult.builder("serving", leaving ? HealthStatus.DOWN : HealthStatus.UP).build());
  }

  /// Whether whoever comes should not come again.
  boolean leaving() {
    return leaving;
  }

  @EventListener
  void serve(ServerStartupEvent serving) {
    server = Optional.of(serving.getSource());
  }

  @EventListener
  void leave(ShutdownEvent stopping) {
    if (server.isEmpty()) {
      return;
    }
    leaving = true;
    LOGGER.atInfo().addKeyValue("wait", config.drainWait()).log("draining");
    try {
      Thread.sleep(config.drainWait());
      if (server.get() instanceof GracefulShutdownCapable capable) {
        capable
            .shutdownGracefully()
            .toCompletableFuture()
            .get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOGGER.atWarn().addKeyValue("why", late.toString()).log("stopped with connections open");
    }
  }
}
