// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;

/// Whether an object has the shape of a pod wherever the rules look or the patch writes.
final class PodShape {
  private PodShape() {}

  static boolean readable(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    JsonNode spec = pod.path("spec");
    return pod.isObject()
        && object(metadata)
        && texts(metadata.path("labels"))
        && texts(metadata.path("annotations"))
        && objects(metadata.path("ownerReferences"), _ -> true)
        && spec.isObject()
        && objects(spec.path("volumes"), _ -> true)
        && !spec.path("containers").isEmpty()
        && List.of("containers", "initContainers").stream()
            .allMatch(field -> objects(spec.path(field), PodShape::container));
  }

  private static boolean container(JsonNode container) {
    return objects(container.path("env"), _ -> true)
        && objects(container.path("volumeMounts"), _ -> true);
  }

  private static boolean object(JsonNode node) {
    return absent(node) || node.isObject();
  }

  private static boolean texts(JsonNode node) {
    return absent(node) || (node.isObject() && node.valueStream().allMatch(JsonNode::isTextual));
  }

  private static boolean objects(JsonNode node, Predicate<JsonNode> each) {
    return absent(node)
        || (node.isArray()
            && node.valueStream().allMatch(element -> element.isObject() && each.test(element)));
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
