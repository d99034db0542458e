// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;

/// A tag of Datadog's unified service tagging: a label of the pod, and a variable of its
/// containers.
enum ServiceTag {
  ENV("env", "DD_ENV"),
  SERVICE("service", "DD_SERVICE"),
  VERSION("version", "DD_VERSION");

  private static final String PREFIX = "tags.datadoghq.com/";

  private final String tag;
  private final String variable;

  ServiceTag(String tag, String variable) {
    this.tag = tag;
    this.variable = variable;
  }

  /// Whether there is a label of that kind at all.
  static boolean any(JsonNode labels) {
    for (Iterator<String> keys = labels.fieldNames(); keys.hasNext(); ) {
      if (keys.next().startsWith(PREFIX)) {
        return true;
      }
    }
    return false;
  }

  /// The label for the whole pod.
  String label() {
    return PREFIX + tag;
  }

  /// The label for one container, which is the stronger.
  String label(String container) {
    return PREFIX + container + "." + tag;
  }

  String variable() {
    return variable;
  }
}
