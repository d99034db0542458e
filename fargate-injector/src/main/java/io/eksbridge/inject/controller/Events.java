// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.RefusedByApi;
import io.eksbridge.inject.fleet.FargatePod;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events on pods, as good as they go: of each reason one for each pod, whoever leads.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
public final class Events {
  private static final Logger LOGGER = LoggerFactory.getLogger(Events.class);
  private static final int HEXADECIMAL = 16;
  private static final int LONGEST_NAME = 200;

  private final ApiObjects objects;
  private final Clock clock;

  Events(ApiObjects objects, Clock clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /// Warns whoever describes this pod.
  public void warn(FargatePod pod, String reason, String message) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String start = pod.name().substring(0, Math.min(pod.name().length(), LONGEST_NAME));
    String mark = Integer.toUnsignedString((pod.uid() + reason).hashCode(), HEXADECIMAL);
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("apiVersion", "v1").put("kind", "Event");
    event.putObject("metadata").put("name", start + "." + mark).put("namespace", pod.namespace());
    event
        .putObject("involvedObject")
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("namespace", pod.namespace())
        .put("name", pod.name())
        .put("uid", pod.uid());
    event.putObject("source").put("component", Names.INJECTOR);
    event.put("type", "Warning").put("reason", reason).put("message", message).put("count", 1);
    event.put("firstTimestamp", now).put("lastTimestamp", now);
    try {
      objects.post("/api/v1/namespaces/" + pod.namespace() + "/events", event);
    } catch (IOException untold) {
      boolean told =
          untold instanceof RefusedByApi refusal
              && refusal.code() == HttpURLConnection.HTTP_CONFLICT; // before, by another leader
      if (!told) {
        LOGGER
            .atDebug()
            .addKeyValue("event", reason)
            .addKeyValue("pod", pod.title())
            .addKeyValue("why", untold.toString())
            .log("event not told");
      }
    }
  }
}
