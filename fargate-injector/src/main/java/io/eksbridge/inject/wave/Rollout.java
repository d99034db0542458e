// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.wave;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How an owner's last rollout stands.
///
/// @param uid of the owner
/// @param complete whether all its pods are of its template, and available
/// @param obstacle why a new one would do nothing; empty for none
/// @param cause of the last restart of ours; empty for none
/// @param at when that was
public record Rollout(
    String uid, boolean complete, String obstacle, String cause, Optional<Instant> at) {
  /// The annotation of the template that says why it was restarted.
  public static final String CAUSE = Names.RESTARTED_FOR_ANNOTATION;

  /// The annotation of the template that says when.
  public static final String AT = Names.RESTARTED_AT_ANNOTATION;

  private static final Duration FORGOTTEN = Duration.ofDays(7);

  /// Reads it from a Deployment or a StatefulSet.
  public static Rollout of(JsonNode object) {
    JsonNode spec = object.path("spec");
    JsonNode annotations = spec.at("/template/metadata/annotations");
    return new Rollout(
        object.at("/metadata/uid").asText(),
        complete(object),
        obstacle(object, spec),
        annotations.path(CAUSE).asText(),
        time(annotations.path(AT).asText()));
  }

  /// Whether it was restarted for this cause: an address once, all else not again within a week.
  boolean had(Cause wanted, Instant now) {
    return cause.equals(wanted.text())
        && (wanted.once() || at.filter(each -> now.isBefore(each.plus(FORGOTTEN))).isPresent());
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException edited) { // by someone
      return Optional.empty();
    }
  }

  private static boolean complete(JsonNode object) {
    JsonNode status = object.path("status");
    int wanted = object.at("/spec/replicas").asInt(1);
    boolean observed =
        status.path("observedGeneration").asLong() >= object.at("/metadata/generation").asLong();
    boolean updated = status.path("updatedReplicas").asInt() >= wanted;
    boolean available = status.path("availableReplicas").asInt() >= wanted;
    boolean alone = status.path("replicas").asInt() <= wanted;
    return observed && updated && available && alone;
  }

  private static String obstacle(JsonNode object, JsonNode spec) {
    if (object.at("/metadata").has("deletionTimestamp")) {
      return "it is being deleted";
    }
    if (spec.path("paused").asBoolean()) {
      return "its rollout is paused";
    }
    if (spec.at("/updateStrategy/type").asText().equals("OnDelete")) {
      return "its update strategy is OnDelete";
    }
    return spec.at("/updateStrategy/rollingUpdate/partition").asInt() > 0
        ? "its update strategy has a partition"
        : "";
  }
}
