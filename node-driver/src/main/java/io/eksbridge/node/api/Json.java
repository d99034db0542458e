// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The JSON of the API server, token by token: of a Node's tens of kilobytes only the taints are
/// ever held.
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().streamReadConstraints(StreamReadConstraints.defaults()).build();

  private Json() {}

  /// The text of a field of the outermost object.
  public static Optional<String> text(String json, String field) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return enter(parser, field) == JsonToken.VALUE_STRING
          ? Optional.of(parser.getText())
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty(); // a proxy's page, not the API server's answer
    }
  }

  /// To read what is too long to be held.
  static JsonParser parser(InputStream body) throws IOException {
    return FACTORY.createParser(body);
  }

  /// The objects of a list two fields deep, with their plain fields as texts.
  static List<Map<String, String>> objects(String json, String outer, String inner)
      throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      List<Map<String, String>> objects = new ArrayList<>();
      if (enter(parser, outer) != JsonToken.START_OBJECT
          || find(parser, inner) != JsonToken.START_ARRAY) {
        return objects;
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        objects.add(fields(parser));
      }
      return objects;
    }
  }

  /// Goes to the value of a field of the outermost object.
  private static JsonToken enter(JsonParser parser, String field) throws IOException {
    return parser.nextToken() == JsonToken.START_OBJECT
        ? find(parser, field)
        : JsonToken.NOT_AVAILABLE;
  }

  /// Goes to the value of a field of the object that the parser is in.
  private static JsonToken find(JsonParser parser, String field) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean here = parser.currentName().equals(field);
      JsonToken value = parser.nextToken();
      if (here) {
        return value;
      }
      parser.skipChildren();
    }
    return JsonToken.NOT_AVAILABLE;
  }

  /// The plain fields, as texts, of the object that the parser is at the start of.
  static Map<String, String> fields(JsonParser parser) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken().isScalarValue()) {
        fields.put(name, parser.getText());
      }
      parser.skipChildren();
    }
    return fields;
  }

  /// What `content` writes.
  static String write(Content content) {
    var text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      content.to(json);
    } catch (IOException impossible) { // it is written to memory
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /// Something to be written.
  interface Content {
    void to(JsonGenerator json) throws IOException;
  }
}
