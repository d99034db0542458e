// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.eksbridge.node.taint.Taint;
import io.eksbridge.node.taint.Untainting;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The taints of one Node object.
public final class NodeTaints {
  private static final String JSON_PATCH = "application/json-patch+json";

  private final ApiServer api;
  private final String path;

  /// Of the node of that name.
  public NodeTaints(ApiServer api, String node) {
    this.api = api;
    this.path = "/api/v1/nodes/" + URLEncoder.encode(node, StandardCharsets.UTF_8);
  }

  /// The Node object, possibly a moment old: the API server answers from its memory.
  public Reply read() {
    return api.get(path + "?resourceVersion=0");
  }

  /// The taints in it.
  public static List<Taint> taints(Reply.Done node) throws IOException {
    return Json.objects(node.body(), "spec", "taints").stream().map(Taint::new).toList();
  }

  /// Removes, if the node still has exactly the taints that were decided on.
  public Reply remove(Untainting.Remove decided) {
    return api.send(
        "PATCH", path + "?fieldManager=eksbridge-node-driver", JSON_PATCH, patch(decided));
  }

  static String patch(Untainting.Remove decided) {
    return Json.write(
        json -> {
          json.writeStartArray();
          operation(json, "test", decided.before());
          operation(json, "replace", decided.after());
          json.writeEndArray();
        });
  }

  private static void operation(JsonGenerator json, String name, List<Taint> taints)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("op", name);
    json.writeStringField("path", "/spec/taints");
    json.writeArrayFieldStart("value");
    for (Taint taint : taints) {
      json.writeStartObject();
      for (Map.Entry<String, String> field : taint.fields().entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
