// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.gap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Verdict;

/// A pod that is created by dry run to see whether the API server calls the webhook: small, and
/// such that a namespace that enforces `restricted` takes it.
public enum Canary {
  /// It asks for a sidecar.
  OPT_IN("opt-in"),
  /// It is scheduled by Fargate.
  AUTOMATIC("automatic");

  private final String configuration;

  Canary(String configuration) {
    this.configuration = configuration;
  }

  /// The pod.
  public ObjectNode pod() {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata").put("generateName", "eksbridge-canary-");
    ObjectNode spec = pod.putObject("spec");
    switch (this) {
      case OPT_IN -> metadata.putObject("labels").put(Names.SIDECAR_LABEL, "fargate");
      case AUTOMATIC -> spec.put("schedulerName", "fargate-scheduler");
    }
    ObjectNode context = spec.putObject("securityContext");
    context.put("runAsNonRoot", true).put("runAsUser", 65532);
    context.putObject("seccompProfile").put("type", "RuntimeDefault");
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "canary").put("image", "registry.k8s.io/pause:3.10");
    ObjectNode own = container.putObject("securityContext").put("allowPrivilegeEscalation", false);
    own.putObject("capabilities").putArray("drop").add("ALL");
    ObjectNode resources = container.putObject("resources");
    resources.putObject("requests").put("cpu", "10m").put("memory", "16Mi");
    resources.putObject("limits").put("cpu", "10m").put("memory", "16Mi");
    return pod;
  }

  /// What came back, next to what the rules say of such a pod.
  public Song hear(JsonNode created, Verdict expected) {
    var pod = new PodView(created, "");
    String decision = pod.annotation(Names.DECISION_ANNOTATION);
    if (!decision.isEmpty()) {
      String reason = pod.annotation(Names.REASON_ANNOTATION);
      return new Song(
          true, "%s: the webhook answered: %s (%s)".formatted(configuration, decision, reason));
    }
    return expected instanceof Verdict.Skip skip && !skip.reason().told()
        ? new Song(
            false,
            configuration
                + ": nothing is to be heard in a namespace whose pods are left alone ("
                + skip.reason().label()
                + "): name another")
        : new Song(
            false,
            configuration
                + ": the webhook was not called, or did not answer: no replica that is ready, a"
                + " certificate that is not trusted, or port 8443 closed to the control plane");
  }

  /// What a canary tells.
  ///
  /// @param well whether the webhook answered
  /// @param text in a sentence
  public record Song(boolean well, String text) {}
}
