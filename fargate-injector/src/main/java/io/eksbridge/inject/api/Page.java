// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// A page of a list, read object by object.
///
/// @param version of the list
/// @param next where the next page begins, empty for the last
record Page(String version, String next) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Tells each object as it comes.
  static Page read(InputStream content, Consumer<JsonNode> each) throws IOException {
    try (JsonParser parser = JSON.createParser(content)) {
      var page = new Page("0", "");
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no list: " + parser.currentToken());
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("metadata")) {
          JsonNode metadata = parser.readValueAsTree();
          page =
              new Page(
                  metadata.path("resourceVersion").asText("0"),
                  metadata.path("continue").asText(""));
        } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            each.accept(parser.readValueAsTree());
          }
        } else {
          parser.skipChildren();
        }
      }
      return page;
    }
  }
}
