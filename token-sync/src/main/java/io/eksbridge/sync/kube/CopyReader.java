// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.Ownership;
import io.eksbridge.sync.plan.Tender;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Reads the metadata of a Secret as a [Copy]: its values are never asked for.
@Singleton
public final class CopyReader {
  /// What a decision may know of this Secret.
  public Copy read(JsonNode secret) {
    JsonNode metadata = secret.path("metadata");
    Map<String, String> labels = texts(metadata.path("labels"));
    Map<String, String> annotations = texts(metadata.path("annotations"));
    Set<String> held = new HashSet<>();
    Set<String> theirs = new HashSet<>();
    Set<String> doubted = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (JsonNode entry : metadata.path("managedFields")) {
      Set<String> keys = keys(entry.path("fieldsV1"));
      if (entry.path("manager").asText().equals(Names.FIELD_MANAGER)) {
        held.addAll(keys);
      } else if (!keys.isEmpty()) {
        theirs.addAll(keys);
        doubted.addAll(keys(entry.path("fieldsV1"), "f:stringData"));
        others.add(entry.path("manager").asText());
      }
    }
    doubted.retainAll(held); // an apply of stringData changes a value and takes it from nobody
    Set<String> ours = new HashSet<>(held);
    ours.removeAll(theirs);
    Set<String> all = new HashSet<>(held);
    all.addAll(theirs);
    String fingerprint = annotations.getOrDefault(Names.FINGERPRINT_ANNOTATION, "");
    return new Copy(
        metadata.path("uid").asText(),
        metadata.path("resourceVersion").asText(),
        Ownership.of(labels, !ours.isEmpty(), others),
        Ownership.marked(labels),
        labels.entrySet().containsAll(Ownership.MARK.entrySet())
            && annotations.entrySet().containsAll(Ownership.AGAINST_PRUNING.entrySet()),
        all,
        fingerprint,
        held,
        ours,
        doubted,
        others,
        Tender.of(labels, annotations, owners(metadata)),
        annotations.getOrDefault(Names.SINCE_ANNOTATION, ""),
        Optional.empty());
  }

  private static List<String> owners(JsonNode metadata) {
    return StreamSupport.stream(metadata.path("ownerReferences").spliterator(), false)
        .map(owner -> owner.path("kind").asText() + "/" + owner.path("name").asText())
        .toList();
  }

  /// When the values of a Secret were last written, as far as the API server has noted it.
  public static Optional<Instant> written(JsonNode secret) {
    return StreamSupport.stream(secret.path("metadata").path("managedFields").spliterator(), false)
        .filter(entry -> !keys(entry.path("fieldsV1")).isEmpty())
        .map(entry -> entry.path("time").asText())
        .filter(time -> !time.isEmpty())
        .map(Instant::parse)
        .max(Instant::compareTo);
  }

  /// The bytes of a value of a Secret's data.
  public static byte[] decode(JsonNode value) {
    return Base64.getDecoder().decode(value.asText());
  }

  /// A map of texts, such as labels.
  public static Map<String, String> texts(JsonNode object) {
    var texts = new HashMap<String, String>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  /// The keys of values that a manager holds; who applied stringData holds them, whatever the API
  /// server makes of it.
  private static Set<String> keys(JsonNode fields) {
    return Stream.of("f:data", "f:stringData")
        .flatMap(field -> keys(fields, field).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> keys(JsonNode fields, String field) {
    return fields.path(field).properties().stream()
        .map(Map.Entry::getKey)
        .filter(key -> key.startsWith("f:"))
        .map(key -> key.substring(2))
        .collect(Collectors.toUnmodifiableSet());
  }
}
