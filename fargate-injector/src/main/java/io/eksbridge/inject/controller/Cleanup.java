// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.ApiObjects;
import io.kubernetes.client.extended.leaderelection.LeaderElectionRecord;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// Takes away what the controller made.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CLEANUP)
@Singleton
public final class Cleanup {
  private static final Duration STAND_BACK = Duration.ofMinutes(5);

  private final ControllerConfig config;
  private final ApiObjects objects;
  private final List<Traces> duties;
  private final Clock clock;

  Cleanup(ControllerConfig config, ApiObjects objects, List<Traces> duties, Clock clock) {
    this.config = config;
    this.objects = objects;
    this.duties = duties;
    this.clock = clock;
  }

  /// Takes everything away; a line for each object.
  public List<String> run() throws IOException {
    takeTheLease(LeaseRecord.path(config.namespace()));
    var lines = new ArrayList<String>();
    for (Traces duty : duties) {
      for (Traces.Trace each : duty.traces()) {
        lines.add(each.title() + " " + end(each));
      }
    }
    return lines;
  }

  private String end(Traces.Trace trace) throws IOException {
    return trace.kept().isPresent() ? "left: " + trace.kept().get() : delete(trace.path());
  }

  private String delete(String path) throws IOException {
    Optional<JsonNode> object = objects.get(path);
    if (object.isEmpty()) {
      return "was not there";
    }
    JsonNode metadata = object.get().path("metadata");
    if (!metadata.path("labels").path(Names.OWNER_LABEL).asText().equals(Names.INJECTOR)) {
      return "left: it is not ours";
    }
    return objects.delete(path, metadata.path("uid").asText()) ? "deleted" : "was not there";
  }

  /// A controller looks at the Lease before it writes, and leaves what is taken away alone.
  private void takeTheLease(String path) throws IOException {
    Optional<JsonNode> lease = objects.get(path);
    if (lease.isEmpty()) {
      return;
    }
    Date now = Date.from(clock.instant());
    var record =
        new LeaderElectionRecord(
            FargateInjector.CLEANUP,
            Math.toIntExact(STAND_BACK.toSeconds()),
            now,
            now,
            lease.get().path("spec").path("leaseTransitions").asInt() + 1);
    objects.apply(path, LeaseRecord.lease(record, ""));
  }
}
