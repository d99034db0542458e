// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.Scope;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApiServer.Things;
import io.eksbridge.sync.plan.Reference;
import io.eksbridge.sync.rotation.Consumer;
import io.eksbridge.sync.rotation.Consumer.Kind;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The running pods that read the copies or the cluster agent's Secret, listed page by page.
@Singleton
public final class Consumers {
  private static final Map<String, String> RUNNING =
      Map.of("fieldSelector", "status.phase=Running", "limit", "500");

  private final ApiServer server;
  private final Reference token;
  private final Scope scope;

  /// Of the configured Secrets.
  public Consumers(ApiServer server, TokenSyncConfig config, Scope scope) {
    this.server = server;
    this.token = config.token();
    this.scope = scope;
  }

  /// All of them now: those of the copies wherever they are, those of the cluster agent's Secret in
  /// its namespace.
  public List<Consumer> list() throws IOException {
    var found = new LinkedHashMap<String, Consumer>();
    var agents = new Things("/api/v1/namespaces/" + token.namespace() + "/pods", RUNNING, false);
    for (Things pods :
        Stream.concat(
                Stream.of(SidecarPods.values()).map(each -> each.things(false)), Stream.of(agents))
            .toList()) {
      var _ = server.list(pods, Map.of(), pod -> read(pod).ifPresent(each -> put(found, each)));
    }
    return List.copyOf(found.values());
  }

  private static void put(Map<String, Consumer> found, Consumer consumer) {
    found.put(consumer.namespace() + "/" + consumer.pod(), consumer);
  }

  private Optional<Consumer> read(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    String namespace = metadata.path("namespace").asText();
    boolean away = !namespace.equals(token.namespace());
    boolean reads = false;
    for (String secret : scope.secrets()) {
      Set<String> sidecars = readers(pod, secret);
      reads |= !sidecars.isEmpty();
      if (!sidecars.isEmpty() && away) {
        return Optional.of(consumer(Kind.SIDECAR, pod, secret, sidecars));
      }
    }
    Set<String> agents = readers(pod, token.name());
    if (!agents.isEmpty() && !away) {
      return Optional.of(consumer(Kind.AGENT, pod, token.name(), agents));
    }
    String reason = metadata.path("annotations").path(Names.REASON_ANNOTATION).asText();
    return reason.startsWith("credentials_") && !reads
        ? Optional.of(consumer(Kind.MISSED, pod, "", Set.of()))
        : Optional.empty();
  }

  private static Consumer consumer(Kind kind, JsonNode pod, String secret, Set<String> readers) {
    JsonNode metadata = pod.path("metadata");
    Optional<Instant> started =
        Stream.of("containerStatuses", "initContainerStatuses")
            .flatMap(field -> elements(pod.path("status").path(field)))
            .filter(status -> readers.contains(status.path("name").asText()))
            .map(status -> status.path("state").path("running").path("startedAt").asText())
            .filter(text -> !text.isEmpty())
            .map(Instant::parse)
            .min(Instant::compareTo);
    return new Consumer(
        kind,
        metadata.path("namespace").asText(),
        metadata.path("name").asText(),
        owner(metadata),
        secret,
        started);
  }

  /// The containers that take a variable from the Secret `name`.
  private static Set<String> readers(JsonNode pod, String name) {
    var readers = new HashSet<String>();
    Stream.of("containers", "initContainers")
        .flatMap(field -> elements(pod.path("spec").path(field)))
        .filter(
            container ->
                elements(container.path("env"))
                    .map(variable -> variable.path("valueFrom").path("secretKeyRef"))
                    .anyMatch(reference -> reference.path("name").asText().equals(name)))
        .forEach(container -> readers.add(container.path("name").asText()));
    return readers;
  }

  /// What one would restart: of a ReplicaSet its Deployment, whose name it carries.
  private static String owner(JsonNode metadata) {
    String hash = metadata.path("labels").path("pod-template-hash").asText();
    return elements(metadata.path("ownerReferences"))
        .filter(owner -> owner.path("controller").asBoolean())
        .map(
            owner -> {
              String kind = owner.path("kind").asText();
              String name = owner.path("name").asText();
              return kind.equals("ReplicaSet") && !hash.isEmpty() && name.endsWith("-" + hash)
                  ? "Deployment/" + name.substring(0, name.length() - hash.length() - 1)
                  : kind + "/" + name;
            })
        .findFirst()
        .orElse("Pod/" + metadata.path("name").asText());
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
