// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.kube.ApiServer;
import io.eksbridge.sync.kube.CopyReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Follows one Secret that is a source: when what copies are made from changes, all of them are
/// due.
final class SourceWatch extends ListWatch {
  private final String namespace;
  private final String secret;
  private final Sources sources;
  private final Observed observed;
  private final NamespaceQueue queue;

  SourceWatch(
      String namespace,
      String secret,
      ApiServer server,
      Sources sources,
      Observed observed,
      NamespaceQueue queue) {
    super(
        "source " + namespace + "/" + secret,
        server,
        "/api/v1/namespaces/" + namespace + "/secrets",
        Map.of("fieldSelector", "metadata.name=" + secret));
    this.namespace = namespace;
    this.secret = secret;
    this.sources = sources;
    this.observed = observed;
    this.queue = queue;
  }

  @Override
  String seen(JsonNode object) {
    var values = new HashMap<String, byte[]>();
    object
        .path("data")
        .properties()
        .forEach(value -> values.put(value.getKey(), CopyReader.decode(value.getValue())));
    heard(Optional.of(values));
    return secret;
  }

  @Override
  void gone(JsonNode object) {
    heard(Optional.empty());
  }

  @Override
  void listed(Set<String> all, String version) {
    if (all.isEmpty()) {
      heard(Optional.empty());
    }
  }

  private void heard(Optional<Map<String, byte[]>> values) {
    if (sources.see(namespace, secret, values)) {
      observed.namespaces().forEach(queue::add);
    }
  }
}
