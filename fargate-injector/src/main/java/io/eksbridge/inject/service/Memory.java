// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// What outlives the Service: the address that it had, and the one before.
///
/// @param address the last
/// @param previous the one that had to be given up for it; empty for none
/// @param changed when that was; empty for never
/// @param service whose it is
public record Memory(String address, String previous, Optional<Instant> changed, String service) {
  /// The name of the ConfigMap.
  public static final String NAME = Names.ADDRESS_CONFIG_MAP;

  /// What a ConfigMap holds; nothing where it holds no address.
  public static Optional<Memory> of(JsonNode configMap) {
    JsonNode data = configMap.path("data");
    String address = data.path("address").asText();
    return Range.address(address).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Memory(
                address,
                data.path("previous").asText(),
                time(data.path("changed").asText()),
                data.path("service").asText()));
  }

  /// The memory that follows when the Service has this address.
  static Memory after(Optional<Memory> known, String address, String service, Instant now) {
    if (known.isEmpty()) {
      return new Memory(address, "", Optional.empty(), service);
    }
    Memory last = known.get();
    return Range.same(last.address, address)
        ? new Memory(address, last.previous, last.changed, service)
        : new Memory(address, last.address, Optional.of(now), service);
  }

  /// The ConfigMap that holds it.
  ObjectNode configMap() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "v1").put("kind", "ConfigMap");
    StableService.labels(object.putObject("metadata").put("name", NAME));
    object
        .putObject("data")
        .put("address", address)
        .put("previous", previous)
        .put("changed", changed.map(Instant::toString).orElse(""))
        .put("service", service);
    return object;
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException edited) { // by someone
      return Optional.empty();
    }
  }
}
