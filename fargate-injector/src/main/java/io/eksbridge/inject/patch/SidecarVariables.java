// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.verdict.AgentSettings;
import io.eksbridge.inject.verdict.AgentVolume;
import io.eksbridge.inject.verdict.ClusterAgentAddress;
import io.eksbridge.inject.verdict.NodeSockets;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Verdict;
import java.util.Map;

/// The sidecar's environment; a variable that the operator sets takes the place of ours.
final class SidecarVariables {
  private final AgentSettings agent;
  private final ArrayNode env = JsonNodeFactory.instance.arrayNode();

  private SidecarVariables(AgentSettings agent) {
    this.agent = agent;
  }

  static ArrayNode of(PodView pod, Verdict.Inject verdict) {
    var variables = new SidecarVariables(verdict.agent());
    variables.basics(pod);
    if (verdict.address().isPresent()) {
      variables.clusterAgent(verdict.address().get(), verdict.verified());
    } else {
      variables.add("DD_CLUSTER_AGENT_ENABLED", "false");
    }
    variables.fargate(verdict.fit().exits());
    variables.collection();
    verdict.agent().env().forEach(variables.env::add);
    return variables.env;
  }

  private void basics(PodView pod) {
    add(Variables.secret("DD_API_KEY", agent.secret().name(), agent.secret().apiKeyKey()));
    add("DD_SITE", agent.site());
    if (!agent.clusterName().isEmpty()) {
      add("DD_CLUSTER_NAME", agent.clusterName());
    }
    add(Variables.ofPod("DD_KUBERNETES_KUBELET_NODENAME", "spec.nodeName"));
    add("DD_LANGUAGE_DETECTION_ENABLED", "false");
    if (!pod.label(ServiceTag.ENV.label()).isEmpty()) {
      add(Variables.ofLabel(ServiceTag.ENV.variable(), ServiceTag.ENV.label()));
    }
    if (!agent.tags().isEmpty()) {
      var tags = new StringBuilder();
      for (Map.Entry<String, String> tag : agent.tags().entrySet()) {
        tags.append(tags.isEmpty() ? "" : " ")
            .append(tag.getKey())
            .append(':')
            .append(tag.getValue());
      }
      add("DD_TAGS", tags.toString());
    }
  }

  private void clusterAgent(ClusterAgentAddress.Known address, boolean verified) {
    add("DD_CLUSTER_AGENT_ENABLED", "true");
    add(
        Variables.secret(
            "DD_CLUSTER_AGENT_AUTH_TOKEN", agent.secret().name(), agent.secret().tokenKey()));
    add("DD_CLUSTER_AGENT_URL", address.url());
    add("DD_ORCHESTRATOR_EXPLORER_ENABLED", "true");
    if (verified) {
      add("DD_CLUSTER_TRUST_CHAIN_ENABLE_TLS_VERIFICATION", "true");
      add("DD_CLUSTER_TRUST_CHAIN_CA_CERT_FILE_PATH", AgentVolume.CA.path() + "/ca.crt");
    }
  }

  private void fargate(boolean exits) {
    add("DD_EKS_FARGATE", "true");
    for (NodeSockets each : NodeSockets.BOTH) {
      add(each.listener(), AgentVolume.SOCKETS.path() + "/" + each.socket());
    }
    if (exits) {
      add("DD_AUTO_EXIT_NOPROCESS_ENABLED", "true");
    }
  }

  private void collection() {
    switch (agent.logs()) {
      case OFF -> {}
      case KUBELET -> logs();
      case ALL -> {
        logs();
        add("DD_LOGS_CONFIG_CONTAINER_COLLECT_ALL", "true");
      }
    }
    if (agent.processes()) {
      add("DD_PROCESS_CONFIG_PROCESS_COLLECTION_ENABLED", "true");
    }
  }

  private void logs() {
    add("DD_LOGS_ENABLED", "true");
    add("DD_LOGS_CONFIG_K8S_CONTAINER_USE_KUBELET_API", "true");
    add("DD_LOGS_CONFIG_RUN_PATH", AgentVolume.RUN.path());
  }

  private void add(String name, String value) {
    add(Variables.value(name, value));
  }

  private void add(ObjectNode variable) {
    String name = variable.path("name").asText();
    for (JsonNode own : agent.env()) {
      if (own.path("name").asText().equals(name)) {
        return;
      }
    }
    env.add(variable);
  }
}
