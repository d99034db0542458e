// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Rules;
import io.eksbridge.inject.verdict.Verdict;

/// The Agent's container: credentials by reference only, requests equal to limits (Fargate sizes a
/// pod by them), and nothing that the `restricted` Pod Security Standard refuses.
final class Sidecar {
  static final String TRACES = PodView.SOCKETS + "/apm.socket";
  static final String METRICS = PodView.SOCKETS + "/dsd.socket";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int AGENT_USER = 100; // the user that the Agent's image is made for

  private Sidecar() {}

  static ObjectNode container(SidecarSettings settings, Verdict.Inject verdict) {
    ObjectNode container = JSON.objectNode();
    container.put("name", Rules.CONTAINER);
    container.put("image", settings.image());
    container.put("imagePullPolicy", "IfNotPresent");
    container.set("env", environment(settings, verdict.address().url()));
    container.set("resources", resources(settings));
    container.set("securityContext", securityContext());
    container.set("volumeMounts", JSON.arrayNode().add(socketsMount()));
    switch (verdict.form()) {
      case CONTAINER -> {}
      case NATIVE_SIDECAR -> container.put("restartPolicy", "Always");
    }
    return container;
  }

  static ObjectNode socketsMount() {
    return JSON.objectNode().put("name", PodView.SOCKETS_VOLUME).put("mountPath", PodView.SOCKETS);
  }

  static ObjectNode variable(String name, String value) {
    return JSON.objectNode().put("name", name).put("value", value);
  }

  private static ArrayNode environment(SidecarSettings settings, String clusterAgentUrl) {
    ArrayNode environment = JSON.arrayNode();
    environment.add(secret("DD_API_KEY", settings.secretName(), settings.apiKeyKey()));
    environment.add(variable("DD_SITE", settings.site()));
    if (!settings.clusterName().isEmpty()) {
      environment.add(variable("DD_CLUSTER_NAME", settings.clusterName()));
    }
    environment.add(field("DD_KUBERNETES_KUBELET_NODENAME", "spec.nodeName"));
    environment.add(variable("DD_LANGUAGE_DETECTION_ENABLED", "false"));
    environment.add(variable("DD_CLUSTER_AGENT_ENABLED", "true"));
    environment.add(
        secret("DD_CLUSTER_AGENT_AUTH_TOKEN", settings.secretName(), settings.tokenKey()));
    environment.add(variable("DD_CLUSTER_AGENT_URL", clusterAgentUrl));
    environment.add(variable("DD_ORCHESTRATOR_EXPLORER_ENABLED", "true"));
    environment.add(variable("DD_EKS_FARGATE", "true"));
    environment.add(variable("DD_APM_RECEIVER_SOCKET", TRACES));
    environment.add(variable("DD_DOGSTATSD_SOCKET", METRICS));
    return environment;
  }

  private static ObjectNode secret(String name, String secret, String key) {
    ObjectNode variable = JSON.objectNode().put("name", name);
    variable.putObject("valueFrom").putObject("secretKeyRef").put("name", secret).put("key", key);
    return variable;
  }

  private static ObjectNode field(String name, String path) {
    ObjectNode variable = JSON.objectNode().put("name", name);
    variable
        .putObject("valueFrom")
        .putObject("fieldRef")
        .put("apiVersion", "v1")
        .put("fieldPath", path);
    return variable;
  }

  private static ObjectNode resources(SidecarSettings settings) {
    ObjectNode resources = JSON.objectNode();
    for (String kind : new String[] {"requests", "limits"}) {
      resources.putObject(kind).put("cpu", settings.cpu()).put("memory", settings.memory());
    }
    return resources;
  }

  private static ObjectNode securityContext() {
    ObjectNode context = JSON.objectNode();
    context.put("allowPrivilegeEscalation", false);
    context.put("runAsNonRoot", true);
    context.put("runAsUser", AGENT_USER);
    context.putObject("capabilities").putArray("drop").add("ALL");
    context.putObject("seccompProfile").put("type", "RuntimeDefault");
    return context;
  }
}
