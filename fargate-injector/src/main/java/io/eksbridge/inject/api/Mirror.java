// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a watch keeps up to date: told in full first, and after each break, then change by change.
public interface Mirror {
  /// All there is.
  void replace(List<JsonNode> objects);

  /// Added or changed.
  void put(JsonNode object);

  /// Gone.
  void remove(JsonNode object);
}
