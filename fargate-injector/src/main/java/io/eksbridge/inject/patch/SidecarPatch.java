// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The patch that carries a verdict out: what the user wrote stays, the rest is fitted to it.
public final class SidecarPatch {
  private static final String EVICTION =
      "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";

  private final PodView pod;
  private final Draft draft = new Draft();
  private final List<String> nodeVolumes;

  private SidecarPatch(PodView pod) {
    this.pod = pod;
    this.nodeVolumes = pod.nodeVolumes();
  }

  /// The patch for this pod; empty where nothing is to be done.
  public static JsonPatch of(PodView pod, Verdict verdict, SidecarSettings settings) {
    return switch (verdict) {
      case Verdict.Inject inject -> new SidecarPatch(pod).inject(inject, settings);
      case Verdict.Skip skip when skip.reason().told() -> new SidecarPatch(pod).tell(skip);
      case Verdict.Skip _ -> new JsonPatch(List.of());
    };
  }

  private JsonPatch tell(Verdict.Skip verdict) {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put(Names.DECISION_ANNOTATION, verdict.decision());
    annotations.put(Names.REASON_ANNOTATION, verdict.reason().label());
    annotate(annotations);
    return draft.patch();
  }

  private JsonPatch inject(Verdict.Inject verdict, SidecarSettings settings) {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put(EVICTION, evictable());
    annotations.put(Names.DECISION_ANNOTATION, verdict.decision());
    annotations.put(Names.REASON_ANNOTATION, verdict.reason().label());
    annotations.put(Names.ADDRESS_ANNOTATION, verdict.address().url());
    annotate(annotations);
    shareProcesses();
    volumes();
    containers("containers", true);
    containers("initContainers", false);
    ObjectNode sidecar = Sidecar.container(settings, verdict);
    JsonNode spec = pod.spec();
    switch (verdict.form()) {
      case CONTAINER -> draft.append("/spec/containers", spec.path("containers"), List.of(sidecar));
      case NATIVE_SIDECAR -> // the last step: it moves the other init containers
          draft.prepend("/spec/initContainers", spec.path("initContainers"), sidecar);
    }
    return draft.patch();
  }

  private void annotate(Map<String, String> annotations) {
    if (pod.metadata().isObject()) {
      draft.entries("/metadata/annotations", pod.metadata().path("annotations"), annotations);
    } else {
      ObjectNode metadata = JsonNodeFactory.instance.objectNode();
      annotations.forEach(metadata.putObject("annotations")::put);
      draft.add("/metadata", metadata);
    }
  }

  private String evictable() {
    String present = pod.annotation(EVICTION);
    boolean named =
        Stream.of(present.split(",")).map(String::strip).anyMatch(PodView.SOCKETS_VOLUME::equals);
    if (named) {
      return present;
    }
    return present.isBlank() ? PodView.SOCKETS_VOLUME : present + "," + PodView.SOCKETS_VOLUME;
  }

  private void shareProcesses() {
    if (!pod.spec().path("shareProcessNamespace").isBoolean()) {
      draft.add("/spec/shareProcessNamespace", BooleanNode.TRUE);
    }
  }

  private void volumes() {
    JsonNode volumes = pod.spec().path("volumes");
    draft.remove("/spec/volumes", named(volumes, nodeVolumes));
    if (named(volumes, List.of(PodView.SOCKETS_VOLUME)).isEmpty()) {
      ObjectNode sockets = JsonNodeFactory.instance.objectNode();
      sockets.put("name", PodView.SOCKETS_VOLUME).putObject("emptyDir");
      draft.append("/spec/volumes", volumes, List.of(sockets));
    }
  }

  private void containers(String field, boolean application) {
    JsonNode containers = pod.spec().path(field);
    for (int index = 0; index < containers.size(); index++) {
      JsonNode container = containers.get(index);
      String path = JsonPatch.pointer("spec", field, index);
      JsonNode mounts = container.path("volumeMounts");
      draft.remove(path + "/volumeMounts", named(mounts, nodeVolumes));
      if (pod.occupied(container)) {
        continue;
      }
      if (!PodView.mountAtSockets(container)
          .path("name")
          .asText("")
          .equals(PodView.SOCKETS_VOLUME)) {
        draft.append(path + "/volumeMounts", mounts, List.of(Sidecar.socketsMount()));
      }
      if (application) {
        draft.append(path + "/env", container.path("env"), variables(container));
      }
    }
  }

  private static List<ObjectNode> variables(JsonNode container) {
    return Stream.of(
            Sidecar.variable("DD_TRACE_AGENT_URL", "unix://" + Sidecar.TRACES),
            Sidecar.variable("DD_DOGSTATSD_URL", "unix://" + Sidecar.METRICS))
        .filter(
            wanted ->
                container
                    .path("env")
                    .valueStream()
                    .noneMatch(present -> present.path("name").equals(wanted.path("name"))))
        .toList();
  }

  private static List<Integer> named(JsonNode elements, List<String> names) {
    return IntStream.range(0, elements.size())
        .filter(index -> names.contains(elements.get(index).path("name").asText()))
        .boxed()
        .toList();
  }
}
