// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.sync.LeaderConfig;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApiServer.Answer;
import io.eksbridge.sync.plan.Ownership;
import io.eksbridge.sync.rotation.Changes;
import io.eksbridge.sync.rotation.Phase;
import io.eksbridge.sync.rotation.Rotation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must survive a restart: the state of a rotation, in a ConfigMap beside the Lease. It holds
/// fingerprints and times, no value.
@Singleton
public final class Memory {
  private static final int NOT_FOUND = 404;

  private final ApiServer server;
  private final Optional<String> namespace;
  private final boolean dryRun;

  /// In the configured namespace, if there is one.
  public Memory(ApiServer server, LeaderConfig config, TokenSyncConfig main) {
    this.server = server;
    this.namespace = config.namespace();
    this.dryRun = main.dryRun();
  }

  /// What is remembered.
  public record Remembered(Rotation rotation, Changes changes) {
    /// Nothing.
    public static final Remembered NOTHING =
        new Remembered(Rotation.UNKNOWN, new Changes(List.of()));
  }

  /// What was remembered last; nothing where nothing was.
  public Remembered load() throws IOException {
    if (namespace.isEmpty()) {
      return Remembered.NOTHING;
    }
    Answer answer = server.send("GET", path(namespace.get()), Map.of(), "", null);
    if (answer.status() == NOT_FOUND) {
      return Remembered.NOTHING;
    }
    check(answer);
    JsonNode data = answer.body().path("data");
    var times = new ArrayList<Long>();
    for (String time : data.path("changes").asText().split(",", -1)) {
      if (time.matches("[0-9]{1,18}")) {
        times.add(Long.parseLong(time));
      }
    }
    return new Remembered(
        new Rotation(
            phase(data.path("phase").asText()),
            data.path("accepted").asText(),
            data.path("target").asText(),
            data.path("ours").asBoolean(),
            data.path("since").asLong(),
            data.path("late").asBoolean()),
        new Changes(times));
  }

  /// Remembers.
  public void save(Remembered now) throws IOException {
    if (namespace.isEmpty() || dryRun) {
      return;
    }
    ObjectNode map = ApiServer.JSON.createObjectNode();
    map.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata =
        map.putObject("metadata")
            .put("name", Names.FIELD_MANAGER)
            .put("namespace", namespace.get());
    ObjectNode labels = metadata.putObject("labels");
    Ownership.OURS_BY.forEach(labels::put);
    Rotation rotation = now.rotation();
    map.putObject("data")
        .put("phase", rotation.phase().name())
        .put("accepted", rotation.accepted())
        .put("target", rotation.target())
        .put("ours", Boolean.toString(rotation.ours()))
        .put("since", Long.toString(rotation.since()))
        .put("late", Boolean.toString(rotation.late()))
        .put(
            "changes",
            String.join(",", now.changes().times().stream().map(String::valueOf).toList()));
    check(
        server.send(
            "PATCH",
            path(namespace.get()),
            Map.of("fieldManager", Names.FIELD_MANAGER, "force", "true"),
            "application/apply-patch+yaml",
            map));
  }

  private static Phase phase(String name) {
    for (Phase phase : Phase.values()) {
      if (phase.name().equals(name)) {
        return phase;
      }
    }
    return Phase.SETTLED;
  }

  private static void check(Answer answer) throws IOException {
    if (answer.status() >= 300) {
      throw new ApiFailure(answer.status(), answer.body().path("reason").asText());
    }
  }

  private static String path(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/configmaps/" + Names.FIELD_MANAGER;
  }
}
