// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What is to be done about one configuration.
public sealed interface Change {
  /// It is as it should be.
  record Keep() implements Change {}

  /// There is none.
  record Create(ObjectNode wanted) implements Change {}

  /// Some of its fields say something else.
  ///
  /// @param fields which
  record Repair(ObjectNode wanted, List<String> fields) implements Change {}

  /// Someone added to it, which no apply takes away.
  ///
  /// @param additions what
  record Replace(ObjectNode wanted, List<String> additions) implements Change {}

  /// There should be none.
  record Delete(String uid) implements Change {}

  /// Compares one with what it should be.
  static Change decide(Optional<ObjectNode> wanted, Optional<JsonNode> observed) {
    if (wanted.isEmpty()) {
      return observed
          .<Change>map(each -> new Delete(each.path("metadata").path("uid").asText()))
          .orElseGet(Keep::new);
    }
    if (observed.isEmpty()) {
      return new Create(wanted.get());
    }
    var fields = new ArrayList<String>();
    var additions = new ArrayList<String>();
    differences("", wanted.get(), observed.get(), fields, additions);
    if (!additions.isEmpty()) {
      return new Replace(replacement(wanted.get(), observed.get()), additions);
    }
    return fields.isEmpty() ? new Keep() : new Repair(wanted.get(), fields);
  }

  /// For the version that was seen; a bundle that is left to others is kept as they have it.
  private static ObjectNode replacement(ObjectNode wanted, JsonNode observed) {
    ObjectNode kept = wanted.deepCopy();
    String version = observed.path("metadata").path("resourceVersion").asText("");
    if (!version.isEmpty()) {
      kept.withObject("/metadata").put("resourceVersion", version);
    }
    for (JsonNode webhook : kept.path("webhooks")) {
      String name = webhook.path("name").asText();
      String bundle =
          observed
              .path("webhooks")
              .valueStream()
              .filter(each -> each.path("name").asText().equals(name))
              .map(each -> each.path("clientConfig").path("caBundle").asText(""))
              .findAny()
              .orElse("");
      if (webhook.path("clientConfig") instanceof ObjectNode client
          && !client.has("caBundle")
          && !bundle.isEmpty()) {
        client.put("caBundle", bundle);
      }
    }
    return kept;
  }

  private static void differences(
      String path, JsonNode wanted, JsonNode observed, List<String> fields, List<String> more) {
    if (wanted instanceof ObjectNode object && observed.isObject()) {
      object
          .properties()
          .forEach(
              each ->
                  differences(
                      path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                      each.getValue(),
                      observed.path(each.getKey()),
                      fields,
                      more));
    } else if (wanted instanceof ArrayNode list && keyed(list)) {
      elements(path, list, observed, fields, more);
    } else if (!wanted.equals(observed)) {
      fields.add(path);
    }
  }

  /// Lists whose elements have names: the API server merges them, so each is compared by itself.
  private static boolean keyed(ArrayNode list) {
    return !list.isEmpty() && list.get(0).has("name");
  }

  private static void elements(
      String path, ArrayNode wanted, JsonNode observed, List<String> fields, List<String> more) {
    var others = new TreeSet<String>();
    observed.forEach(each -> others.add(each.path("name").asText()));
    for (JsonNode element : wanted) {
      String name = element.path("name").asText();
      others.remove(name);
      Optional<JsonNode> same =
          observed.valueStream().filter(each -> each.path("name").asText().equals(name)).findAny();
      if (same.isPresent()) {
        differences(path + "[" + name + "]", element, same.get(), fields, more);
      } else {
        fields.add(path + "[" + name + "]");
      }
    }
    others.forEach(name -> more.add(path + "[" + name + "]"));
  }
}
