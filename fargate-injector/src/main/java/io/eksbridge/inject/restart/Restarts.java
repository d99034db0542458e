// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.restart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.controller.Blocked;
import io.eksbridge.inject.wave.Ledger;
import io.eksbridge.inject.wave.Owner;
import io.eksbridge.inject.wave.Rollout;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Restarts as the API server knows them: the ledger in its ConfigMap, and the templates.
final class Restarts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "restarts";

  private final ApiObjects objects;
  private final String path;

  Restarts(ApiObjects objects, String namespace) {
    this.objects = objects;
    this.path = path(namespace);
  }

  /// Where the ledger of a release in `namespace` is.
  static String path(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/configmaps/" + Names.RESTARTS_CONFIG_MAP;
  }

  /// What was restarted lately.
  Ledger ledger() throws IOException, Blocked {
    Optional<JsonNode> object = objects.get(path);
    if (object.isEmpty()) {
      return new Ledger(java.util.List.of());
    }
    JsonNode labels = object.get().at("/metadata/labels");
    if (!labels.path(Names.OWNER_LABEL).asText().equals(Names.INJECTOR)) {
      throw new Blocked(
          "the ConfigMap " + Names.RESTARTS_CONFIG_MAP + " is not ours: delete or rename it");
    }
    try {
      return Ledger.of(JSON.readTree(object.get().at("/data").path(KEY).asText("[]")));
    } catch (JsonProcessingException edited) {
      throw new Blocked(
          "the ConfigMap " + Names.RESTARTS_CONFIG_MAP + " cannot be read: delete it");
    }
  }

  /// Writes it down.
  void write(Ledger ledger) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "v1").put("kind", "ConfigMap");
    object
        .putObject("metadata")
        .put("name", Names.RESTARTS_CONFIG_MAP)
        .putObject("labels")
        .put(Names.MANAGED_BY_LABEL, Names.MANAGED_BY)
        .put(Names.OWNER_LABEL, Names.INJECTOR);
    object.putObject("data").put(KEY, ledger.json().toString());
    objects.apply(path, object);
  }

  /// How an owner's rollout stands; empty where it is not there.
  Optional<Rollout> rollout(Owner owner) throws IOException {
    return objects.get(path(owner)).map(Rollout::of);
  }

  /// Changes the annotations of its template, as `kubectl rollout restart` does; of this one and
  /// none that came after it under the same name.
  void restart(Owner owner, String cause, Instant now) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "apps/v1").put("kind", owner.kind());
    object
        .putObject("metadata")
        .put("name", owner.name())
        .put("namespace", owner.namespace())
        .put("uid", owner.uid());
    object
        .withObject("/spec/template/metadata/annotations")
        .put(Rollout.CAUSE, cause)
        .put(Rollout.AT, now.toString());
    objects.apply(path(owner), object);
  }

  private static String path(Owner owner) {
    return "/apis/apps/v1/namespaces/%s/%ss/%s"
        .formatted(owner.namespace(), owner.kind().toLowerCase(Locale.ROOT), owner.name());
  }
}
