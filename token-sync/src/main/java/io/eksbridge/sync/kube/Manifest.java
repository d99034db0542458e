// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.Ownership;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/// What is applied. Nothing of a source's labels, annotations or owner references is in it.
record Manifest(Place place) {

  /// A copy that we make: mark, fingerprint, values.
  ObjectNode ours(Source.Good source, String since) {
    ObjectNode object = named();
    object.put("type", "Opaque");
    ObjectNode labels = metadata(object).putObject("labels");
    Ownership.MARK.forEach(labels::put);
    values(object, source, source.values(), since);
    ObjectNode annotations = metadata(object).withObject("/annotations");
    Ownership.AGAINST_PRUNING.forEach(annotations::put);
    return object;
  }

  /// Our values for somebody else's Secret, as far as it is open to them, or all of them by force:
  /// no mark, and nothing said about its type.
  ObjectNode merged(Source.Good source, Copy copy, boolean force, String since) {
    ObjectNode object = named();
    values(object, source, force ? source.values() : copy.open(source), since);
    return exactly(object, copy);
  }

  /// A merge patch that takes our keys out, and our mark where it is. Not an apply of nothing: that
  /// would take values with it which were applied as stringData, for nobody counts as their holder.
  static ObjectNode release(Copy copy) {
    ObjectNode patch = ApiServer.JSON.createObjectNode();
    exactly(patch, copy);
    ObjectNode data = patch.putObject("data");
    copy.ours().forEach(data::putNull);
    ObjectNode annotations = metadata(patch).putObject("annotations");
    annotations.putNull(Names.FINGERPRINT_ANNOTATION);
    annotations.putNull(Names.SINCE_ANNOTATION);
    if (copy.marked()) {
      Ownership.AGAINST_PRUNING.keySet().forEach(annotations::putNull);
      ObjectNode labels = metadata(patch).putObject("labels");
      Ownership.MARK.keySet().forEach(labels::putNull);
    }
    return patch;
  }

  /// For this very object as it was seen, not for another that has since taken its name, nor for
  /// what somebody has since made of it.
  static ObjectNode exactly(ObjectNode object, Copy copy) {
    metadata(object).put("uid", copy.uid()).put("resourceVersion", copy.resourceVersion());
    return object;
  }

  /// A patch that fails unless `key` has this value.
  static ArrayNode dataHas(String key, String value) {
    return test(ApiServer.JSON.createArrayNode(), data(key), TextNode.valueOf(base64(value)));
  }

  /// A patch that fails unless there are data without `key`.
  static ArrayNode dataHasNo(String key) {
    return test(ApiServer.JSON.createArrayNode(), data(key), NullNode.getInstance());
  }

  /// A patch that fails unless there are no data at all.
  static ArrayNode noData() {
    return test(ApiServer.JSON.createArrayNode(), "/data", NullNode.getInstance());
  }

  /// A patch that fails unless the data have these keys and no others.
  static ArrayNode nothingBut(Set<String> keys) {
    ArrayNode patch = ApiServer.JSON.createArrayNode();
    keys.forEach(key -> patch.addObject().put("op", "remove").put("path", data(key)));
    return keys.isEmpty() ? noData() : test(patch, "/data", ApiServer.JSON.createObjectNode());
  }

  private static ArrayNode test(ArrayNode patch, String path, JsonNode value) {
    patch.addObject().put("op", "test").put("path", path).set("value", value);
    return patch;
  }

  private static String data(String key) {
    return "/data/" + key.replace("~", "~0").replace("/", "~1");
  }

  private ObjectNode named() {
    ObjectNode object = ApiServer.JSON.createObjectNode();
    object.put("apiVersion", "v1").put("kind", "Secret");
    metadata(object).put("name", place.secret()).put("namespace", place.namespace());
    return object;
  }

  private static void values(
      ObjectNode object, Source.Good source, Map<String, String> values, String since) {
    ObjectNode data = object.putObject("data");
    values.forEach((key, value) -> data.put(key, base64(value)));
    metadata(object)
        .withObject("/annotations")
        .put(Names.FINGERPRINT_ANNOTATION, source.fingerprint())
        .put(Names.SINCE_ANNOTATION, since);
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode metadata(ObjectNode object) {
    return object.withObject("/metadata");
  }
}
