// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.patch.JsonPatch;
import io.eksbridge.inject.patch.SidecarPatch;
import io.eksbridge.inject.verdict.ClusterAgentAddress;
import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.inject.verdict.Reason;
import io.eksbridge.inject.verdict.Rules;
import io.eksbridge.inject.verdict.Verdict;
import java.util.List;

/// What the webhook would do with a pod, and why.
///
/// @param pod as it was given
/// @param verdict of the webhook's own rules
/// @param address what the rules found for this pod, whether it was needed or not
/// @param patch that the webhook would send
record Explanation(PodView pod, Verdict verdict, ClusterAgentAddress address, JsonPatch patch) {

  static Explanation of(PodView pod, ClusterView cluster, Policy policy) {
    Verdict verdict = Rules.decide(pod, cluster, policy);
    return new Explanation(
        pod, verdict, Rules.address(pod, cluster, policy), SidecarPatch.of(pod, verdict));
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("decision", decision());
    json.put("reason", verdict.reason().label());
    json.put("message", verdict.reason().sentence());
    switch (verdict) {
      case Verdict.Inject inject -> {
        json.put("profile", inject.profile());
        json.put("size", inject.growth().toString());
        inject.warnings().forEach(json.putArray("warnings")::add);
      }
      case Verdict.Connect connect -> connect.warnings().forEach(json.putArray("warnings")::add);
      case Verdict.Skip _ -> {}
    }
    json.set("patch", patch.json());
    json.set("pod", patched());
    return json;
  }

  String text() {
    var text = new StringBuilder();
    line(text, "decision", decision());
    line(text, "reason", verdict.reason().label() + ": " + verdict.reason().sentence());
    switch (verdict) {
      case Verdict.Skip skip -> {
        if (skip.reason() == Reason.ADDRESS_UNKNOWN) {
          line(text, "address", "unknown: " + address.why());
        }
      }
      case Verdict.Connect connect -> warn(text, connect.warnings());
      case Verdict.Inject inject -> tell(text, inject);
    }
    text.append("patch\n");
    patch.operations().forEach(operation -> text.append("  ").append(step(operation)).append('\n'));
    return text.toString();
  }

  private void tell(StringBuilder text, Verdict.Inject inject) {
    line(text, "profile", inject.profile());
    line(
        text,
        "address",
        inject.address().map(ClusterAgentAddress.Known::url).orElse("none: no cluster agent"));
    line(text, "because", address.why());
    line(
        text,
        "form",
        switch (inject.fit().form()) {
          case CONTAINER ->
              inject.fit().exits() ? "container that ends with the pod's others" : "container";
          case NATIVE_SIDECAR -> "native sidecar (init container that restarts)";
        });
    line(text, "hardened", inject.fit().hardened() ? "yes" : "no");
    line(text, "size", inject.growth().toString());
    warn(text, inject.warnings());
  }

  private static void warn(StringBuilder text, List<String> warnings) {
    warnings.forEach(warning -> line(text, "warning", warning));
  }

  JsonNode patched() {
    return patch.applyTo(pod.json());
  }

  private String decision() {
    return switch (verdict) {
      case Verdict.Inject _, Verdict.Connect _ -> "inject";
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
