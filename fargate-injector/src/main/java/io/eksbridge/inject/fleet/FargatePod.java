// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.PodView;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// What is remembered of a pod on Fargate: little, since there may be many.
///
/// @param uid of this one and none that came before it under the same name
/// @param namespace where it is
/// @param name its name
/// @param serviceAccount whose token its containers hold
/// @param node where it is bound, empty until then
/// @param ended whether all its containers have ended for good
/// @param terminating whether it has been deleted and still runs
/// @param sidecar whose Agent runs in it
/// @param address the URL of the cluster agent that the Agent was given, empty where none
/// @param decision what the webhook decided, empty where it left no mark
/// @param reason why, in its word
/// @param created when
/// @param owner who made it, where someone did
public record FargatePod(
    String uid,
    String namespace,
    String name,
    String serviceAccount,
    String node,
    boolean ended,
    boolean terminating,
    SidecarKind sidecar,
    String address,
    String decision,
    String reason,
    Instant created,
    Optional<Owner> owner) {

  /// The controller of a pod.
  public record Owner(String apiVersion, String kind, String name, String uid) {}

  /// What of this JSON is remembered.
  public static FargatePod of(JsonNode json) {
    var pod = new PodView(json, "");
    JsonNode metadata = pod.metadata();
    JsonNode spec = pod.spec();
    String account = spec.path("serviceAccountName").asText("");
    String phase = json.path("status").path("phase").asText("");
    return new FargatePod(
        metadata.path("uid").asText(""),
        pod.namespace().intern(),
        pod.name(),
        account.isEmpty() ? "default" : account.intern(),
        spec.path("nodeName").asText(""),
        phase.equals("Succeeded") || phase.equals("Failed"),
        metadata.hasNonNull("deletionTimestamp"),
        SidecarKind.of(pod),
        address(pod).intern(),
        pod.annotation(Names.DECISION_ANNOTATION).intern(),
        pod.annotation(Names.REASON_ANNOTATION).intern(),
        created(metadata),
        owner(metadata));
  }

  /// Whether an Agent that is our business runs, or is about to.
  public boolean watched() {
    return sidecar != SidecarKind.NONE && !ended;
  }

  /// For people and logs.
  public String title() {
    return namespace + "/" + name;
  }

  private static String address(PodView pod) {
    String noted = pod.annotation(Names.ADDRESS_ANNOTATION);
    return noted.isEmpty()
        ? SidecarKind.agent(pod).stream()
            .flatMap(agent -> agent.path("env").valueStream())
            .filter(each -> each.path("name").asText().equals("DD_CLUSTER_AGENT_URL"))
            .map(each -> each.path("value").asText(""))
            .findFirst()
            .orElse("")
        : noted;
  }

  private static Instant created(JsonNode metadata) {
    try {
      return Instant.parse(metadata.path("creationTimestamp").asText(""));
    } catch (DateTimeException absent) { // in no pod that an API server sends
      return Instant.EPOCH;
    }
  }

  private static Optional<Owner> owner(JsonNode metadata) {
    return metadata
        .path("ownerReferences")
        .valueStream()
        .filter(each -> each.path("controller").asBoolean())
        .map(
            each ->
                new Owner(
                    each.path("apiVersion").asText("").intern(),
                    each.path("kind").asText("").intern(),
                    each.path("name").asText("").intern(),
                    each.path("uid").asText("").intern()))
        .findFirst();
  }
}
