// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.kube.ApiServer;
import io.eksbridge.sync.kube.ApiServer.Things;
import io.eksbridge.sync.kube.CopyReader;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.watch.NamespaceQueue.Lane;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Follows the namespaces: a new one, another label, an end.
@Singleton
final class NamespaceWatch extends ListWatch {
  private final Observed observed;
  private final NamespaceQueue queue;

  NamespaceWatch(ApiServer server, Observed observed, NamespaceQueue queue) {
    super("namespaces", server, new Things("/api/v1/namespaces", Map.of(), true));
    this.observed = observed;
    this.queue = queue;
  }

  @Override
  String seen(JsonNode namespace) {
    JsonNode metadata = namespace.path("metadata");
    String name = metadata.path("name").asText();
    boolean isNew =
        observed.namespace(
            new NamespaceView(
                name,
                CopyReader.texts(metadata.path("labels")),
                metadata.has("deletionTimestamp"),
                Optional.empty()));
    queue.add(name, isNew && isSynced() ? Lane.FAST : Lane.SLOW);
    return name;
  }

  @Override
  void gone(JsonNode namespace) {
    String name = namespace.path("metadata").path("name").asText();
    observed.namespaceGone(name);
    queue.add(name);
  }

  @Override
  void listed(Set<String> all, String version) {
    observed.onlyNamespaces(all).forEach(queue::add);
  }
}
