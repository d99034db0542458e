// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.api.Mirror;
import io.eksbridge.inject.verdict.NamespaceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The labels of all namespaces.
final class NamespacesMirror implements Mirror {
  private volatile Map<String, NamespaceView> byName = new ConcurrentHashMap<>();

  /// A namespace that was made a moment ago, or before the first list, is not known.
  NamespaceView view(String name) {
    NamespaceView known = byName.get(name);
    return known == null ? NamespaceView.unknown(name) : known;
  }

  @Override
  public void replace(List<JsonNode> namespaces) {
    var known = new ConcurrentHashMap<String, NamespaceView>();
    namespaces.forEach(each -> known.put(name(each), view(each)));
    byName = known;
  }

  @Override
  public void put(JsonNode namespace) {
    byName.put(name(namespace), view(namespace));
  }

  @Override
  public void remove(JsonNode namespace) {
    byName.remove(name(namespace));
  }

  private static String name(JsonNode namespace) {
    return namespace.path("metadata").path("name").asText("");
  }

  private static NamespaceView view(JsonNode namespace) {
    var labels = new HashMap<String, String>();
    for (var label : namespace.path("metadata").path("labels").properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    return NamespaceView.of(name(namespace), labels);
  }
}
