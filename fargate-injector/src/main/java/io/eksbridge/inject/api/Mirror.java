// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// What a watch keeps up to date, told in whole objects.
public interface Mirror extends Reflection<JsonNode> {
  @Override
  default Optional<JsonNode> read(JsonNode object) {
    return Optional.of(object);
  }
}
