// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/// A pod as the rules and the patch see it: its JSON, read in place and never changed.
///
/// @param json the pod as the API server sent it
/// @param requestNamespace where it is created, told by the request
public record PodView(JsonNode json, String requestNamespace) {
  /// The namespace: the request's where the pod does not say.
  public String namespace() {
    String own = metadata().path("namespace").asText("");
    return own.isEmpty() ? requestNamespace : own;
  }

  /// The name, or the beginning of the name that the API server will make.
  public String name() {
    String name = metadata().path("name").asText("");
    return name.isEmpty() ? metadata().path("generateName").asText("") : name;
  }

  /// The `metadata`.
  public JsonNode metadata() {
    return json.path("metadata");
  }

  /// The `spec`.
  public JsonNode spec() {
    return json.path("spec");
  }

  /// The value of a label, empty when absent.
  public String label(String key) {
    return metadata().path("labels").path(key).asText("");
  }

  /// The value of an annotation, empty when absent.
  public String annotation(String key) {
    return metadata().path("annotations").path(key).asText("");
  }

  /// The containers and the init containers.
  public Stream<JsonNode> allContainers() {
    return Stream.of("containers", "initContainers")
        .flatMap(field -> spec().path(field).valueStream());
  }

  /// How the pod resolves names; the API server's default where it does not say.
  public String dnsPolicy() {
    return spec().path("dnsPolicy").asText("ClusterFirst");
  }

  /// Whether it belongs to a Job.
  public boolean ofJob() {
    return metadata()
        .path("ownerReferences")
        .valueStream()
        .anyMatch(
            owner ->
                owner.path("kind").asText().equals("Job")
                    && owner.path("apiVersion").asText().startsWith("batch/"));
  }

  /// Whether it is to end, so that all its containers must.
  public boolean ends() {
    String restart = spec().path("restartPolicy").asText("Always");
    return ofJob() || !restart.equals("Always");
  }

  /// Whether its containers may see each other's processes: its user says nothing against it.
  public boolean mayShareProcesses() {
    JsonNode share = spec().path("shareProcessNamespace");
    return share.asBoolean(true) && !spec().path("hostPID").asBoolean();
  }

  /// Whether a container has the token of the pod's ServiceAccount.
  public boolean tokenMounted() {
    for (JsonNode container : spec().path("containers")) {
      if (AgentVolume.TOKEN.mountedIn(container)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a selector takes its labels.
  public boolean selectedBy(LabelSelector selector) {
    return selector.requirements().isEmpty()
        || selector.selects(this::label, key -> metadata().path("labels").has(key));
  }
}
