// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.kube.ApiServer;
import io.eksbridge.sync.kube.CopyReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Follows one Secret that is a source: when what it gives changes, the rotation is told.
final class SourceWatch extends ListWatch {
  private final String namespace;
  private final String secret;
  private final Sources sources;
  private final Rotating rotating;

  SourceWatch(
      String namespace, String secret, ApiServer server, Sources sources, Rotating rotating) {
    super(
        "source " + namespace + "/" + secret,
        server,
        "/api/v1/namespaces/" + namespace + "/secrets",
        Map.of("fieldSelector", "metadata.name=" + secret));
    this.namespace = namespace;
    this.secret = secret;
    this.sources = sources;
    this.rotating = rotating;
  }

  @Override
  String seen(JsonNode object) {
    var values = new HashMap<String, byte[]>();
    object
        .path("data")
        .properties()
        .forEach(value -> values.put(value.getKey(), CopyReader.decode(value.getValue())));
    heard(
        Optional.of(values),
        CopyReader.written(object),
        "Helm"
            .equals(object.path("metadata").path("labels").path(Names.MANAGED_BY_LABEL).asText()));
    return secret;
  }

  @Override
  void gone(JsonNode object) {
    heard(Optional.empty(), Optional.empty(), false);
  }

  @Override
  void listed(Set<String> all, String version) {
    if (all.isEmpty()) {
      heard(Optional.empty(), Optional.empty(), false);
    }
  }

  private void heard(
      Optional<Map<String, byte[]>> values, Optional<Instant> written, boolean byHelm) {
    if (sources.see(namespace, secret, values, written, byHelm)) {
      rotating.offered();
    }
  }
}
