// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A page of the cluster's pods, of which those are kept that have volumes of one driver. It is
/// read as it comes: a pod's text is never held.
///
/// @param next the mark of the page after it; empty on the last
public record PodPage(List<Holder> holders, String next) {

  static PodPage read(InputStream body, String driver) throws IOException {
    List<Holder> holders = new ArrayList<>();
    String next = "";
    try (JsonParser json = Json.parser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("metadata")) {
          next = Json.fields(json).getOrDefault("continue", "");
        } else if (field.equals("items")) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            pod(json, driver, holders);
          }
        } else {
          json.skipChildren();
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("the list of pods is no object");
      }
    }
    return new PodPage(List.copyOf(holders), next);
  }

  private static void pod(JsonParser json, String driver, List<Holder> holders) throws IOException {
    Map<String, String> metadata = Map.of();
    String node = "";
    List<String> volumes = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("metadata")) {
        metadata = Json.fields(json);
      } else if (field.equals("spec")) {
        node = spec(json, driver, volumes);
      } else {
        json.skipChildren();
      }
    }
    if (!volumes.isEmpty()) {
      holders.add(
          new Holder(
              metadata.getOrDefault("namespace", ""),
              metadata.getOrDefault("name", ""),
              node,
              List.copyOf(volumes)));
    }
  }

  private static String spec(JsonParser json, String driver, List<String> volumes)
      throws IOException {
    String node = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("nodeName")) {
        node = json.getText();
      } else if (field.equals("volumes") && value == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          volume(json, driver, volumes);
        }
      } else {
        json.skipChildren();
      }
    }
    return node;
  }

  private static void volume(JsonParser json, String driver, List<String> volumes)
      throws IOException {
    String name = "";
    boolean ours = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("name")) {
        name = json.getText();
      } else if (field.equals("csi") && value == JsonToken.START_OBJECT) {
        ours = driver.equals(Json.fields(json).get("driver"));
      } else {
        json.skipChildren();
      }
    }
    if (ours) {
      volumes.add(name);
    }
  }
}
