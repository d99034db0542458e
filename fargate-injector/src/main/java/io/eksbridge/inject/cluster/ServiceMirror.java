// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.api.Mirror;
import io.eksbridge.inject.verdict.ClusterView.Endpoint;
import java.util.List;
import java.util.Optional;

/// The cluster IP of one Service, while it exists and has one.
final class ServiceMirror implements Mirror {
  private volatile Optional<Endpoint> endpoint = Optional.empty();

  Optional<Endpoint> endpoint() {
    return endpoint;
  }

  @Override
  public void replace(List<JsonNode> services) {
    endpoint = services.stream().findFirst().flatMap(ServiceMirror::endpoint);
  }

  @Override
  public void put(JsonNode service) {
    endpoint = endpoint(service);
  }

  @Override
  public void remove(JsonNode service) {
    endpoint = Optional.empty();
  }

  private static Optional<Endpoint> endpoint(JsonNode service) {
    String ip = service.path("spec").path("clusterIP").asText("");
    JsonNode metadata = service.path("metadata");
    String name = metadata.path("namespace").asText() + "/" + metadata.path("name").asText();
    return ip.isEmpty() || ip.equals("None")
        ? Optional.empty()
        : Optional.of(new Endpoint(ip, "Service " + name));
  }
}
