// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.function.Consumer;

/// What is left of a page of a list when its objects were given away one by one: the list's
/// resourceVersion, and where the next page begins, if there is one.
record Page(String version, String next) {
  static Page read(JsonParser json, Consumer<JsonNode> item) throws IOException {
    String version = "";
    String next = "";
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("metadata")) {
        JsonNode metadata = ApiServer.JSON.readTree(json);
        version = metadata.path("resourceVersion").asText();
        next = metadata.path("continue").asText();
      } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          item.accept(ApiServer.JSON.readTree(json));
        }
      } else {
        json.skipChildren();
      }
    }
    return new Page(version, next);
  }
}
