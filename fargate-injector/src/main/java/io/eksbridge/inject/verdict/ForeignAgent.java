// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Recognises a Datadog Agent that the user brought: by the container's name or by an image that
/// is Datadog's or a mirror's of it, never by a word in it.
public final class ForeignAgent {
  private static final List<String> NAMES = List.of("datadog-agent", "dd-agent");
  private static final List<String> OWNERS = List.of("datadog", "datadoghq");

  private ForeignAgent() {}

  /// Whether this container is one.
  public static boolean is(JsonNode container) {
    return NAMES.contains(container.path("name").asText())
        || isAgentImage(container.path("image").asText(""));
  }

  static boolean isAgentImage(String image) {
    List<String> path = List.of(repository(image).split("/"));
    return switch (path.getLast()) {
      case "datadog-agent" -> true;
      case "agent" -> path.size() > 1 && owned(path.get(path.size() - 2), path.size() == 2);
      default -> false;
    };
  }

  /// Datadog's folder in a registry, or a registry that is Datadog's own.
  private static boolean owned(String folder, boolean first) {
    return OWNERS.contains(folder)
        || (first && List.of(folder.split("\\.")).stream().anyMatch(OWNERS::contains));
  }

  private static String repository(String image) {
    String untagged = image.split("@", 2)[0];
    int colon = untagged.lastIndexOf(':');
    return colon > untagged.lastIndexOf('/') ? untagged.substring(0, colon) : untagged;
  }
}
