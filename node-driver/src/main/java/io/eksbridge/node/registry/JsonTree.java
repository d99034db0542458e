// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A small document as maps, lists and texts; what is absent reads as empty.
///
/// @param value a map, a list or a text
record JsonTree(Object value) {
  private static final int DEEPEST = 32;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  /// Sets the parser up, which takes a while.
  static void load() {
    try {
      var _ = parse(new byte[] {'{', '}'});
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static JsonTree parse(byte[] json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      var _ = parser.nextToken();
      return new JsonTree(read(parser));
    }
  }

  private static Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> fields = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        var _ = parser.nextToken();
        fields.put(name, read(parser));
      }
      return fields;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(read(parser));
      }
      return elements;
    }
    return token == null || token == JsonToken.VALUE_NULL ? "" : parser.getText();
  }

  JsonTree at(String field) {
    return new JsonTree(
        value instanceof Map<?, ?> map && map.get(field) != null ? map.get(field) : "");
  }

  List<JsonTree> elements() {
    return value instanceof List<?> list
        ? list.stream().map(each -> new JsonTree(each)).toList()
        : List.of();
  }

  List<String> names() {
    return value instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  String text() {
    return value instanceof String text ? text : "";
  }

  long number() {
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
