// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.verdict.AgentSettings;
import io.eksbridge.inject.verdict.AgentVolume;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Rules;
import io.eksbridge.inject.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/// The Agent's container, with its init container where its root is read-only: credentials by
/// reference only, and requests equal to limits, since Fargate sizes a pod by them.
final class Sidecar {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int AGENT_USER = 100; // the user that the Agent's image is made for
  private static final String COPIED = "/agent-config";

  private final Verdict.Inject verdict;
  private final AgentSettings agent;

  Sidecar(Verdict.Inject verdict) {
    this.verdict = verdict;
    this.agent = verdict.agent();
  }

  /// The volumes that it needs.
  List<AgentVolume> volumes() {
    Verdict.Fit fit = verdict.fit();
    return AgentVolume.needed(agent, fit.hardened(), fit.ownToken(), verdict.verified());
  }

  ObjectNode container(PodView pod) {
    ObjectNode container = basics(Rules.CONTAINER);
    container.set("env", SidecarVariables.of(pod, verdict));
    ArrayNode mounts = container.putArray("volumeMounts");
    for (AgentVolume volume : volumes()) {
      ObjectNode mount = mount(volume.volume(), volume.path());
      mounts.add(volume.emptyDir() ? mount : mount.put("readOnly", true));
    }
    switch (verdict.fit().form()) {
      case CONTAINER -> {}
      case NATIVE_SIDECAR -> container.put("restartPolicy", "Always");
    }
    return container;
  }

  /// Fills the volume in the place of the image's own configuration, which it hides.
  Optional<ObjectNode> initContainer() {
    if (!agent.readOnlyRoot(verdict.fit().hardened())) {
      return Optional.empty();
    }
    ObjectNode container = basics(Rules.COPY_CONTAINER);
    container
        .putArray("command")
        .add("sh")
        .add("-c")
        .add("cp -R " + AgentVolume.CONFIG.path() + "/. " + COPIED + "/");
    container.putArray("volumeMounts").add(mount(AgentVolume.CONFIG.volume(), COPIED));
    return Optional.of(container);
  }

  /// A volume of the pod.
  JsonNode volume(AgentVolume volume) {
    ObjectNode json = JSON.objectNode().put("name", volume.volume());
    switch (volume) {
      case SOCKETS, CONFIG, RUN, TMP, LOG -> json.putObject("emptyDir");
      case CA ->
          json.putObject("configMap") // optional: the Agent must not keep the pod from starting
              .put("name", agent.caConfigMap())
              .put("optional", true);
      case TOKEN -> json.set("projected", token());
    }
    return json;
  }

  static ObjectNode mount(String volume, String path) {
    return JSON.objectNode().put("name", volume).put("mountPath", path);
  }

  private ObjectNode basics(String name) {
    ObjectNode container = JSON.objectNode();
    container.put("name", name);
    container.put("image", agent.image());
    container.put("imagePullPolicy", "IfNotPresent");
    ObjectNode resources = container.putObject("resources");
    resources.putObject("requests").put("cpu", agent.cpu()).put("memory", agent.memory());
    resources.putObject("limits").put("cpu", agent.cpu()).put("memory", agent.memory());
    if (agent.securityContext().isObject()) {
      container.set("securityContext", agent.securityContext());
    } else if (verdict.fit().hardened()) {
      container.set("securityContext", hardened());
    }
    return container;
  }

  private static ObjectNode hardened() {
    ObjectNode context = JSON.objectNode();
    context.put("allowPrivilegeEscalation", false);
    context.put("readOnlyRootFilesystem", true);
    context.put("runAsNonRoot", true);
    context.put("runAsUser", AGENT_USER);
    context.putObject("capabilities").putArray("drop").add("ALL");
    context.putObject("seccompProfile").put("type", "RuntimeDefault");
    return context;
  }

  /// As the API server's own: token, CA and namespace.
  private static ObjectNode token() {
    ObjectNode projected = JSON.objectNode();
    ArrayNode sources = projected.putArray("sources");
    sources
        .addObject()
        .putObject("serviceAccountToken")
        .put("path", "token")
        .put("expirationSeconds", 3607);
    ObjectNode ca = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
    ca.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
    ObjectNode item = sources.addObject().putObject("downwardAPI").putArray("items").addObject();
    item.put("path", "namespace").set("fieldRef", Variables.field("metadata.namespace"));
    return projected;
  }
}
