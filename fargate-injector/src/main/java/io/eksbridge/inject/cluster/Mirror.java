// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a watch keeps up to date: told in full first, and after each break, then change by change.
interface Mirror {
  void replace(List<JsonNode> objects);

  void put(JsonNode object);

  void remove(JsonNode object);
}
