// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.patch.JsonPatch;
import io.eksbridge.inject.patch.SidecarPatch;
import io.eksbridge.inject.patch.SidecarSettings;
import io.eksbridge.inject.verdict.ClusterAgentAddress;
import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.inject.verdict.Rules;
import io.eksbridge.inject.verdict.Verdict;

/// What the webhook would do with a pod, and why.
///
/// @param pod as it was given
/// @param verdict of the webhook's own rules
/// @param address what the rules found for this pod, whether it was needed or not
/// @param patch that the webhook would send
record Explanation(PodView pod, Verdict verdict, ClusterAgentAddress address, JsonPatch patch) {

  static Explanation of(PodView pod, ClusterView cluster, Policy policy, SidecarSettings settings) {
    Verdict verdict = Rules.decide(pod, cluster, policy);
    var address =
        ClusterAgentAddress.of(pod.dnsPolicy(), policy.clusterAgentName(), cluster.endpoint());
    return new Explanation(pod, verdict, address, SidecarPatch.of(pod, verdict, settings));
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("decision", decision());
    json.put("reason", verdict.reason().label());
    json.put("message", verdict.reason().sentence());
    json.set("patch", patch.json());
    json.set("pod", patched());
    return json;
  }

  String text() {
    var text = new StringBuilder();
    line(text, "decision", decision());
    line(text, "reason", verdict.reason().label() + ": " + verdict.reason().sentence());
    switch (verdict) {
      case Verdict.Skip _ -> {}
      case Verdict.Inject inject -> {
        line(text, "address", inject.address().url());
        line(text, "because", inject.address().why());
        line(
            text,
            "form",
            switch (inject.form()) {
              case CONTAINER -> "container";
              case NATIVE_SIDECAR -> "native sidecar (init container that restarts), for a Job";
            });
        inject.warnings().forEach(warning -> line(text, "warning", warning));
      }
    }
    if (verdict instanceof Verdict.Skip
        && address instanceof ClusterAgentAddress.Unknown(var why)) {
      line(text, "address", "unknown: " + why);
    }
    text.append("patch\n");
    patch.operations().forEach(operation -> text.append("  ").append(step(operation)).append('\n'));
    return text.toString();
  }

  JsonNode patched() {
    return patch.applyTo(pod.json());
  }

  private String decision() {
    return switch (verdict) {
      case Verdict.Inject _ -> "inject";
      case Verdict.Skip _ -> "skip";
    };
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-9s %s%n".formatted(name, value));
  }

  private static String step(JsonPatch.Operation operation) {
    return switch (operation) {
      case JsonPatch.Add(var path, var value) -> "add     " + path + " " + value;
      case JsonPatch.Replace(var path, var value) -> "replace " + path + " " + value;
      case JsonPatch.Remove(var path) -> "remove  " + path;
    };
  }
}
