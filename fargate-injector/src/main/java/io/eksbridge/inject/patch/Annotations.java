// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The annotations that a patch leaves on a pod.
final class Annotations {
  private final PodView pod;
  private final Map<String, String> wanted = new LinkedHashMap<>();

  Annotations(PodView pod, Verdict verdict) {
    this.pod = pod;
    put(Names.DECISION_ANNOTATION, verdict.decision());
    put(Names.REASON_ANNOTATION, verdict.reason().label());
  }

  void put(String key, String value) {
    wanted.put(key, value);
  }

  /// Adds names to a list with commas, each once.
  void include(String key, List<String> names) {
    String present = pod.annotation(key);
    var list = new StringBuilder(present.isBlank() ? "" : present);
    List<String> there = List.of(present.split("\\s*,\\s*"));
    for (String name : names) {
      if (!there.contains(name)) {
        list.append(list.isEmpty() ? "" : ",").append(name);
      }
    }
    put(key, list.toString());
  }

  void write(Draft draft) {
    if (pod.metadata().isObject()) {
      draft.entries("/metadata/annotations", pod.metadata().path("annotations"), wanted);
    } else {
      ObjectNode metadata = JsonNodeFactory.instance.objectNode();
      wanted.forEach(metadata.putObject("annotations")::put);
      draft.add("/metadata", metadata);
    }
  }
}
