// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.ClusterView.Credentials;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which namespaces hold the Secret with both keys: learned from its metadata, so that no value is
/// kept, nor asked for.
final class CredentialsMirror implements Mirror {
  private final Set<String> keys;
  private volatile @Nullable Map<String, Credentials> byNamespace;

  CredentialsMirror(String apiKey, String token) {
    this.keys = Set.of(apiKey, token);
  }

  Credentials in(String namespace) {
    Map<String, Credentials> known = byNamespace;
    return known == null ? Credentials.UNKNOWN : known.getOrDefault(namespace, Credentials.MISSING);
  }

  @Override
  public void replace(List<JsonNode> secrets) {
    var known = new HashMap<String, Credentials>();
    secrets.forEach(secret -> known.put(namespace(secret), credentials(secret)));
    byNamespace = new ConcurrentHashMap<>(known);
  }

  @Override
  public void put(JsonNode secret) {
    Map<String, Credentials> known = byNamespace;
    if (known != null) {
      known.put(namespace(secret), credentials(secret));
    }
  }

  @Override
  public void remove(JsonNode secret) {
    Map<String, Credentials> known = byNamespace;
    if (known != null) {
      known.remove(namespace(secret));
    }
  }

  private static String namespace(JsonNode secret) {
    return secret.path("metadata").path("namespace").asText("");
  }

  /// A copy of ours is complete; else the keys are those that some field manager set, or those of
  /// the content where a server sends it unasked.
  private Credentials credentials(JsonNode secret) {
    JsonNode metadata = secret.path("metadata");
    if (metadata.path("labels").path(Names.COPY_LABEL).asText().equals("true")) {
      return Credentials.PRESENT;
    }
    var present = new HashSet<String>();
    secret.path("data").fieldNames().forEachRemaining(present::add);
    boolean told = secret.has("data");
    for (JsonNode manager : metadata.path("managedFields")) {
      told = true;
      for (String content : List.of("f:data", "f:stringData")) {
        manager
            .path("fieldsV1")
            .path(content)
            .fieldNames()
            .forEachRemaining(field -> present.add(field.replaceFirst("^f:", "")));
      }
    }
    if (present.containsAll(keys)) {
      return Credentials.PRESENT;
    }
    return told ? Credentials.MISSING : Credentials.UNKNOWN;
  }
}
