// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.AgentVolume;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Reason;
import io.eksbridge.inject.verdict.Rules;
import io.eksbridge.inject.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The patch that carries a verdict out: what the user wrote stays, the rest is fitted to it.
public final class SidecarPatch {
  private static final String EVICTION =
      "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";
  private static final String WITHOUT_CREDENTIALS = "eks.amazonaws.com/skip-containers";
  private static final Set<String> OFFICIAL = Set.of(Rules.CONTAINER, Rules.COPY_CONTAINER);

  private final PodView pod;
  private final Draft draft = new Draft();

  private SidecarPatch(PodView pod) {
    this.pod = pod;
  }

  /// The patch for this pod; empty where nothing is to be done.
  public static JsonPatch of(PodView pod, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Inject inject -> new SidecarPatch(pod).inject(inject);
      case Verdict.Connect connect -> NodePatch.of(pod, connect);
      case Verdict.Skip skip when skip.reason() == Reason.ALREADY_INJECTED ->
          new SidecarPatch(pod).complete();
      case Verdict.Skip skip when skip.reason() == Reason.OFFICIAL_SIDECAR_PRESENT ->
          new SidecarPatch(pod).giveWay(skip);
      case Verdict.Skip skip when skip.reason().told() -> new SidecarPatch(pod).tell(skip);
      case Verdict.Skip _ -> new JsonPatch(List.of());
    };
  }

  private JsonPatch tell(Verdict.Skip verdict) {
    new Annotations(pod, verdict).write(draft);
    return draft.patch();
  }

  /// What other webhooks added since: containers that do not see the sockets yet, and beside our
  /// native sidecar, which Datadog's own webhook does not see, a second Agent of the same name.
  private JsonPatch complete() {
    if (named(pod.spec().path("volumes"), AgentVolume.SOCKETS.volume())) {
      var containers = new AppContainers(pod, draft);
      containers.dropNodeVolumes();
      containers.connect();
    }
    if (Rules.twice(pod)) {
      draft.removeNamed("/spec/containers", pod.spec().path("containers"), Set.of(Rules.CONTAINER));
      draft.remove(
          "/spec/initContainers",
          pod.spec().path("initContainers"),
          each -> copies(each) && !AgentVolume.CONFIG.mountedAnywhereIn(each));
    }
    return draft.patch();
  }

  /// Where Datadog's own webhook was called after ours, it would add its Agent again and again, and
  /// the API server refuse the pod for the name: ours goes.
  private JsonPatch giveWay(Verdict.Skip verdict) {
    if (Rules.twice(pod)) {
      new Annotations(pod, verdict).write(draft);
      draft.remove(
          "/spec/initContainers",
          pod.spec().path("initContainers"),
          each ->
              each.path("name").asText().equals(Rules.CONTAINER)
                  || (copies(each) && AgentVolume.CONFIG.mountedAnywhereIn(each)));
    }
    return draft.patch();
  }

  private static boolean copies(JsonNode container) {
    return container.path("name").asText().equals(Rules.COPY_CONTAINER);
  }

  private JsonPatch inject(Verdict.Inject verdict) {
    var sidecar = new Sidecar(verdict);
    annotate(verdict, sidecar);
    if (pod.mayShareProcesses() && !pod.spec().path("shareProcessNamespace").isBoolean()) {
      draft.add("/spec/shareProcessNamespace", BooleanNode.TRUE);
    }
    pullSecrets(verdict);
    var containers = new AppContainers(pod, draft);
    containers.dropNodeVolumes();
    volumes(sidecar);
    containers.connect();
    if (verdict.fit().replaces()) {
      draft.removeNamed("/spec/containers", pod.spec().path("containers"), OFFICIAL);
      draft.removeNamed("/spec/initContainers", pod.spec().path("initContainers"), OFFICIAL);
    }
    add(verdict, sidecar);
    return draft.patch();
  }

  /// The last steps: those at the beginning of the init containers move the others.
  private void add(Verdict.Inject verdict, Sidecar sidecar) {
    var first = new ArrayList<ObjectNode>(2);
    sidecar.initContainer().ifPresent(first::add);
    ObjectNode container = sidecar.container(pod);
    switch (verdict.fit().form()) {
      case CONTAINER ->
          draft.append("/spec/containers", pod.spec().path("containers"), List.of(container));
      case NATIVE_SIDECAR -> first.add(container);
    }
    draft.prepend("/spec/initContainers", pod.spec().path("initContainers"), first);
  }

  private void annotate(Verdict.Inject verdict, Sidecar sidecar) {
    var annotations = new Annotations(pod, verdict);
    verdict.address().ifPresent(known -> annotations.put(Names.ADDRESS_ANNOTATION, known.url()));
    annotations.put(Names.SIZE_ANNOTATION, verdict.growth().toString());
    var local = new ArrayList<String>();
    for (AgentVolume volume : sidecar.volumes()) {
      if (volume.emptyDir()) {
        local.add(volume.volume());
      }
    }
    annotations.include(EVICTION, local);
    annotations.include(
        WITHOUT_CREDENTIALS,
        sidecar.initContainer().isPresent()
            ? List.of(Rules.CONTAINER, Rules.COPY_CONTAINER)
            : List.of(Rules.CONTAINER));
    annotations.write(draft);
  }

  private void pullSecrets(Verdict.Inject verdict) {
    JsonNode present = pod.spec().path("imagePullSecrets");
    var missing = new ArrayList<ObjectNode>();
    for (String name : verdict.agent().pullSecrets()) {
      if (!named(present, name)) {
        missing.add(JsonNodeFactory.instance.objectNode().put("name", name));
      }
    }
    draft.append("/spec/imagePullSecrets", present, missing);
  }

  private void volumes(Sidecar sidecar) {
    JsonNode volumes = pod.spec().path("volumes");
    var missing = new ArrayList<JsonNode>();
    for (AgentVolume volume : sidecar.volumes()) {
      if (!named(volumes, volume.volume())) {
        missing.add(sidecar.volume(volume));
      }
    }
    draft.append("/spec/volumes", volumes, missing);
  }

  private static boolean named(JsonNode elements, String name) {
    return Variables.sets(elements, name);
  }
}
