// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.kube.ApiServer;
import io.eksbridge.sync.kube.ApiServer.Things;
import io.eksbridge.sync.kube.CopyReader;
import io.eksbridge.sync.plan.Place;
import java.util.Map;
import java.util.Set;

/// Follows the Secrets of one copy's name in all namespaces, and by their name only: the rights
/// reach no further. Their metadata suffice: no value is asked for.
final class CopyWatch extends ListWatch {
  private final String secret;
  private final Observed observed;
  private final NamespaceQueue queue;
  private final CopyReader reader;

  CopyWatch(
      ApiServer server,
      Observed observed,
      NamespaceQueue queue,
      CopyReader reader,
      String secret,
      boolean usual) {
    super(
        usual ? "copies" : "copies " + secret,
        server,
        new Things("/api/v1/secrets", Map.of("fieldSelector", "metadata.name=" + secret), true));
    this.secret = secret;
    this.observed = observed;
    this.queue = queue;
    this.reader = reader;
  }

  @Override
  String seen(JsonNode object) {
    String namespace = object.path("metadata").path("namespace").asText();
    observed.copy(new Place(namespace, secret), reader.read(object));
    queue.add(namespace);
    return namespace;
  }

  @Override
  void gone(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    String namespace = metadata.path("namespace").asText();
    observed.copyGone(new Place(namespace, secret), metadata.path("resourceVersion").asText());
    queue.add(namespace);
  }

  @Override
  void listed(Set<String> all, String version) {
    observed.onlyCopies(secret, all, version).forEach(queue::add);
  }
}
