// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.eksbridge.startup.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// An object of the file, and where in it: what is read from it has the type that it should, or is
/// refused by its path.
record Fields(String path, JsonNode json) {
  static Fields of(String path, JsonNode json, Set<String> known) {
    if (!json.isObject() && !json.isMissingNode()) {
      throw new Refusal(path + " must be an object, not " + json);
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new Refusal(
                    path + "." + name + " is not known; known are " + String.join(", ", known));
              }
            });
    return new Fields(path, json);
  }

  String at(String name) {
    return path + "." + name;
  }

  JsonNode node(String name) {
    JsonNode value = json.path(name);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  boolean has(String name) {
    return !node(name).isMissingNode();
  }

  /// A text, or what reads as one: `cpu: 1` is a number.
  String text(String name, String otherwise) {
    JsonNode value = node(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isTextual() && !value.isNumber()) {
      throw new Refusal(at(name) + " must be a text, not " + value);
    }
    return value.asText();
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = node(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw new Refusal(at(name) + " must be true or false, not " + value);
    }
    return value.asBoolean(otherwise);
  }

  List<String> texts(String name, List<String> otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    var texts = new ArrayList<String>();
    for (JsonNode each : array(name)) {
      if (!each.isTextual()) {
        throw new Refusal(at(name) + " must be a list of texts, and has " + each);
      }
      texts.add(each.asText());
    }
    return List.copyOf(texts);
  }

  List<JsonNode> array(String name) {
    JsonNode value = node(name);
    if (!value.isMissingNode() && !value.isArray()) {
      throw new Refusal(at(name) + " must be a list, not " + value);
    }
    return value.valueStream().toList();
  }

  Fields object(String name, Set<String> known) {
    return of(at(name), node(name), known);
  }
}
