// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.RefusedByApi;
import io.eksbridge.inject.fleet.FargatePod;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events beside the objects that they are about, as good as they go: the same words about the same
/// object are one Event for as long as the cluster keeps it, whoever leads.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
public final class Events {
  private static final Logger LOGGER = LoggerFactory.getLogger(Events.class);
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_MESSAGE = 1024;

  private final ApiObjects objects;
  private final MeterRegistry meters;
  private final Clock clock;

  Events(ApiObjects objects, MeterRegistry meters, Clock clock) {
    this.objects = objects;
    this.meters = meters;
    this.clock = clock;
  }

  /// Warns whoever describes this pod; whether that is known now.
  public boolean warn(FargatePod pod, String reason, String message) {
    return warn(new Subject("v1", "Pod", pod.namespace(), pod.name(), pod.uid()), reason, message);
  }

  /// Warns whoever describes this object; whether that is known now.
  public boolean warn(Subject about, String reason, String message) {
    String path = "/api/v1/namespaces/" + place(about) + "/events";
    try {
      objects.post(path, event(about, reason, message));
      count("told");
      return true;
    } catch (IOException untold) {
      boolean told =
          untold instanceof RefusedByApi refusal
              && refusal.code() == HttpURLConnection.HTTP_CONFLICT; // before, by another leader
      count(told ? "known" : "failed");
      if (!told) {
        LOGGER
            .atDebug()
            .addKeyValue("event", reason)
            .addKeyValue("object", about.namespace() + "/" + about.name())
            .addKeyValue("why", untold.toString())
            .log("event not told");
      }
      return told;
    }
  }

  private ObjectNode event(Subject about, String reason, String message) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String plain = about.name().replaceAll("[^a-z0-9.-]", "-");
    String start = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    String mark = Integer.toHexString((about.uid() + reason + message).hashCode());
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("apiVersion", "v1").put("kind", "Event");
    event.putObject("metadata").put("name", start + "." + mark).put("namespace", place(about));
    ObjectNode involved = event.putObject("involvedObject");
    involved.put("apiVersion", about.apiVersion()).put("kind", about.kind());
    involved.put("name", about.name());
    if (!about.namespace().isEmpty()) {
      involved.put("namespace", about.namespace());
    }
    if (!about.uid().isEmpty()) {
      involved.put("uid", about.uid());
    }
    event.putObject("source").put("component", Names.INJECTOR);
    event.put("type", "Warning").put("reason", reason).put("count", 1);
    event.put("message", message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
    event.put("firstTimestamp", now).put("lastTimestamp", now);
    return event;
  }

  /// Where Events about objects of the cluster must be.
  private static String place(Subject about) {
    return about.namespace().isEmpty() ? "default" : about.namespace();
  }

  private void count(String outcome) {
    meters.counter("fargate.injector.events", "outcome", outcome).increment();
  }

  /// What an Event is about.
  ///
  /// @param namespace its own, empty for an object of the cluster
  /// @param uid of the object, empty where there is none (any more)
  public record Subject(
      String apiVersion, String kind, String namespace, String name, String uid) {}
}
