// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.registration.Configurations;
import io.kubernetes.client.extended.leaderelection.LeaderElectionRecord;
import io.kubernetes.client.openapi.ApiClient;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Takes away what the controller made: configurations first, so that nothing is called that is no
/// longer there.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CLEANUP)
@Singleton
public final class Cleanup {
  private static final Duration STAND_BACK = Duration.ofMinutes(5);

  private final ControllerConfig config;
  private final ApiObjects objects;
  private final Clock clock;

  Cleanup(ControllerConfig config, ApiClient client, Clock clock) {
    this.config = config;
    this.objects = new ApiObjects(new ApiServer(client));
    this.clock = clock;
  }

  /// Takes everything away; a line for each object.
  public List<String> run() throws IOException {
    Places places = Places.of(config);
    takeTheLease(places.lease());
    var paths = new LinkedHashMap<String, String>();
    for (String name : Configurations.NAMES) {
      paths.put("mutatingwebhookconfiguration/" + name, Places.configuration(name));
    }
    paths.put("secret/" + config.namespace() + "/" + config.tlsSecret(), places.secret());
    var lines = new ArrayList<String>();
    for (var each : paths.entrySet()) {
      lines.add(each.getKey() + " " + delete(each.getValue()));
    }
    return lines;
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
