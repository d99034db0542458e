// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApiServer;
import io.eksbridge.sync.kube.ApiServer.Things;
import io.eksbridge.sync.kube.CopyReader;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/// Follows the Secrets of the copy's name in all namespaces, and by their name only: the rights
/// reach no further. Their metadata suffice: no value is asked for.
@Singleton
final class CopyWatch extends ListWatch {
  private final Observed observed;
  private final NamespaceQueue queue;
  private final CopyReader reader;

  CopyWatch(
      ApiServer server,
      Observed observed,
      NamespaceQueue queue,
      CopyReader reader,
      TokenSyncConfig config) {
    super(
        "copies",
        server,
        new Things(
            "/api/v1/secrets",
            Map.of("fieldSelector", "metadata.name=" + config.copyName()),
            true));
    this.observed = observed;
    this.queue = queue;
    this.reader = reader;
  }

  @Override
  String seen(JsonNode secret) {
    String namespace = secret.path("metadata").path("namespace").asText();
    observed.copy(namespace, reader.read(secret));
    queue.add(namespace);
    return namespace;
  }

  @Override
  void gone(JsonNode secret) {
    JsonNode metadata = secret.path("metadata");
    String namespace = metadata.path("namespace").asText();
    observed.copyGone(namespace, metadata.path("resourceVersion").asText());
    queue.add(namespace);
  }

  @Override
  void listed(Set<String> all, String version) {
    observed.onlyCopies(all, version).forEach(queue::add);
  }
}
