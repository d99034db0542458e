// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.Mirror;
import io.eksbridge.inject.verdict.ClusterView.SecretView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which namespaces hold the Secret of one name, and with which keys: learned from its metadata, so
/// that no value is kept, nor asked for.
final class SecretsMirror implements Mirror {
  private static final SecretView ABSENT = new SecretView.Absent();

  private volatile @Nullable Map<String, SecretView> byNamespace;
  private volatile int copies;

  /// Empty until the first list.
  Optional<SecretView> in(String namespace) {
    Map<String, SecretView> known = byNamespace;
    return known == null ? Optional.empty() : Optional.of(known.getOrDefault(namespace, ABSENT));
  }

  /// Whether token-sync keeps a copy of that name anywhere: it has been told to make them.
  boolean copied() {
    return copies > 0;
  }

  @Override
  public void replace(List<JsonNode> secrets) {
    var known = new HashMap<String, SecretView>();
    secrets.forEach(secret -> known.put(namespace(secret), view(secret)));
    byNamespace = new ConcurrentHashMap<>(known);
    count(known);
  }

  @Override
  public void put(JsonNode secret) {
    Map<String, SecretView> known = byNamespace;
    if (known != null) {
      known.put(namespace(secret), view(secret));
      count(known);
    }
  }

  @Override
  public void remove(JsonNode secret) {
    Map<String, SecretView> known = byNamespace;
    if (known != null) {
      known.remove(namespace(secret));
      count(known);
    }
  }

  private void count(Map<String, SecretView> known) {
    copies = (int) known.values().stream().filter(SecretView.Complete.class::isInstance).count();
  }

  private static String namespace(JsonNode secret) {
    return secret.path("metadata").path("namespace").asText("");
  }

  /// A copy of ours is complete; else the keys are those that some field manager set, or those of
  /// the content where a server sends it unasked.
  private static SecretView view(JsonNode secret) {
    JsonNode metadata = secret.path("metadata");
    if (metadata.path("labels").path(Names.COPY_LABEL).asText().equals("true")) {
      return new SecretView.Complete();
    }
    var keys = new HashSet<String>();
    secret.path("data").fieldNames().forEachRemaining(keys::add);
    boolean told = secret.has("data");
    for (JsonNode manager : metadata.path("managedFields")) {
      told = true;
      for (String content : List.of("f:data", "f:stringData")) {
        manager
            .path("fieldsV1")
            .path(content)
            .fieldNames()
            .forEachRemaining(field -> keys.add(field.replaceFirst("^f:", "")));
      }
    }
    return told ? new SecretView.Holding(keys) : new SecretView.Closed();
  }
}
