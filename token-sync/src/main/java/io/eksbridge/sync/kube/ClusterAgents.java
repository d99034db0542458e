// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.kube.ApiServer.Things;
import io.eksbridge.sync.plan.Reference;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The cluster agents that are installed, read from their Deployments: which Secrets they take
/// their token and API key from. No Secret is read.
@Singleton
public final class ClusterAgents {
  private static final Map<String, String> INSTALLS =
      Map.of(
          "app.kubernetes.io/component=cluster-agent", "by Helm",
          "agent.datadoghq.com/component=cluster-agent", "by the operator");

  private final ApiServer server;

  /// On this API server.
  public ClusterAgents(ApiServer server) {
    this.server = server;
  }

  /// A cluster agent, by its Deployment, with the references of its container.
  public record Found(
      String name,
      String install,
      Optional<Reference> token,
      Optional<Reference> apiKey,
      String url) {
    /// What to set for it.
    public List<String> flags() {
      return Stream.of(
              token.map(source -> "--token-source=" + source),
              apiKey.map(source -> "--api-key-source=" + source),
              Optional.of("--cluster-agent-url=" + url))
          .flatMap(Optional::stream)
          .toList();
    }
  }

  /// All of them, by name.
  public List<Found> find() throws IOException {
    var found = new TreeMap<String, Found>();
    for (Map.Entry<String, String> install : INSTALLS.entrySet()) {
      var deployments =
          new Things(
              "/apis/apps/v1/deployments",
              Map.of("labelSelector", install.getKey(), "limit", "100"),
              false);
      var _ =
          server.list(
              deployments,
              Map.of(),
              deployment -> {
                Found agent = read(deployment, install.getValue());
                found.merge(agent.name(), agent, (first, _) -> first);
              });
    }
    return List.copyOf(found.values());
  }

  private static Found read(JsonNode deployment, String install) {
    String namespace = deployment.path("metadata").path("namespace").asText();
    String name = deployment.path("metadata").path("name").asText();
    JsonNode pod = deployment.path("spec").path("template").path("spec");
    return new Found(
        namespace + "/" + name,
        install,
        reference(pod, namespace, "DD_CLUSTER_AGENT_AUTH_TOKEN"),
        reference(pod, namespace, "DD_API_KEY"),
        "https://" + name + "." + namespace + ".svc:5005");
  }

  private static Optional<Reference> reference(JsonNode pod, String namespace, String variable) {
    return elements(pod.path("containers"))
        .flatMap(container -> elements(container.path("env")))
        .filter(each -> each.path("name").asText().equals(variable))
        .map(each -> each.path("valueFrom").path("secretKeyRef"))
        .filter(reference -> reference.has("name") && reference.has("key"))
        .map(
            reference ->
                new Reference(
                    namespace, reference.path("name").asText(), reference.path("key").asText()))
        .findFirst();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
