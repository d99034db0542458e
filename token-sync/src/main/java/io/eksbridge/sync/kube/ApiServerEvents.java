// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApiServer.Answer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kubernetes Events, as good as they go.
@Singleton
final class ApiServerEvents implements Events {
  private static final Logger LOGGER = LoggerFactory.getLogger(ApiServerEvents.class);

  private final ApiServer server;
  private final boolean dryRun;

  ApiServerEvents(ApiServer server, TokenSyncConfig config) {
    this.server = server;
    this.dryRun = config.dryRun();
  }

  @Override
  public void warn(String namespace, String name, String reason, String message) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode event = ApiServer.JSON.createObjectNode();
    event.put("apiVersion", "v1").put("kind", "Event");
    event.withObject("/metadata").put("generateName", name + ".").put("namespace", namespace);
    event
        .withObject("/involvedObject")
        .put("apiVersion", "v1")
        .put("kind", "Secret")
        .put("namespace", namespace)
        .put("name", name);
    event.withObject("/source").put("component", Names.FIELD_MANAGER);
    event.put("type", "Warning").put("reason", reason).put("message", message).put("count", 1);
    event.put("firstTimestamp", now).put("lastTimestamp", now);
    try {
      Answer answer =
          server.send(
              "POST",
              "/api/v1/namespaces/" + namespace + "/events",
              dryRun ? Map.of("dryRun", "All") : Map.of(),
              "application/json",
              event);
      LOGGER.debug("event {} in {}: {}", reason, namespace, answer.status());
    } catch (IOException noAnswer) {
      LOGGER.debug("event {} in {} was not told", reason, namespace, noAnswer);
    }
  }
}
