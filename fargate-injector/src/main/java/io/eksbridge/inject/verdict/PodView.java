// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.stream.Stream;

/// A pod as the rules and the patch see it: its JSON, read in place and never changed.
///
/// @param json the pod as the API server sent it
/// @param requestNamespace where it is created, told by the request
public record PodView(JsonNode json, String requestNamespace) {
  /// Where the Agent's sockets are, in every container.
  public static final String SOCKETS = "/var/run/datadog";

  /// The volume that holds them.
  public static final String SOCKETS_VOLUME = "ddsockets";

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

  /// The mount of a container at the place of the sockets, or a missing node.
  public static JsonNode mountAtSockets(JsonNode container) {
    return container
        .path("volumeMounts")
        .valueStream()
        .filter(mount -> withoutSlash(mount.path("mountPath").asText()).equals(SOCKETS))
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  /// The names of the volumes that Datadog's own webhook left: directories of a node, which Fargate
  /// does not have.
  public List<String> nodeVolumes() {
    var official = List.of("datadog", "datadog-dogstatsd", "datadog-trace-agent");
    return spec()
        .path("volumes")
        .valueStream()
        .filter(volume -> volume.path("hostPath").isObject())
        .map(volume -> volume.path("name").asText())
        .filter(official::contains)
        .toList();
  }

  /// Whether a container has a mount of its user's own at the place of the sockets.
  public boolean occupied(JsonNode container) {
    String volume = mountAtSockets(container).path("name").asText("");
    return !volume.isEmpty() && !volume.equals(SOCKETS_VOLUME) && !nodeVolumes().contains(volume);
  }

  private static String withoutSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
