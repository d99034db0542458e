// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.ConfigurationMark;
import io.eksbridge.inject.patch.JsonPatch;
import io.eksbridge.inject.verdict.Verdict;
import java.io.UncheckedIOException;
import java.util.List;

/// The one place where a verdict becomes the API server's words: always allowed, since an Agent
/// must not keep a pod from being made.
final class AdmissionAnswer {
  private static final int LONGEST_WARNING = 120;

  private AdmissionAnswer() {}

  /// A patch as it is sent; nothing where nothing is to be done.
  static byte[] patch(JsonPatch patch) {
    return patch.isEmpty() ? new byte[0] : bytes(patch.json());
  }

  static byte[] of(
      AdmissionReview.Review review, Verdict verdict, byte[] patch, ConfigurationMark mark) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("apiVersion", review.version()).put("kind", "AdmissionReview");
    ObjectNode response = answer.putObject("response");
    response.put("uid", review.uid()).put("allowed", true);
    if (patch.length > 0) {
      response.put("patchType", "JSONPatch").put("patch", patch);
    }
    ObjectNode audit = response.putObject("auditAnnotations");
    audit.put("decision", verdict.decision()).put("reason", verdict.reason().label());
    audit.put("configuration", mark.text());
    if (!verdict.profileName().isEmpty()) {
      audit.put("profile", verdict.profileName());
    }
    List<String> warnings = warnings(verdict);
    if (!warnings.isEmpty()) {
      ArrayNode array = response.putArray("warnings");
      warnings.forEach(array::add);
    }
    return bytes(answer);
  }

  static List<String> warnings(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Inject inject -> told(inject.warnings());
      case Verdict.Connect connect -> told(connect.warnings());
      case Verdict.Skip skip when skip.reason().told() ->
          told(List.of("no Datadog sidecar: " + skip.reason().sentence()));
      case Verdict.Skip _ -> List.of();
    };
  }

  private static List<String> told(List<String> sentences) {
    return sentences.stream().map(each -> cut("eksbridge: " + each)).toList();
  }

  private static String cut(String warning) {
    return warning.length() <= LONGEST_WARNING
        ? warning
        : warning.substring(0, LONGEST_WARNING - 1) + "…";
  }

  private static byte[] bytes(com.fasterxml.jackson.databind.JsonNode json) {
    try {
      return AdmissionReview.JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException impossible) { // a tree of ours can always be written
      throw new UncheckedIOException(impossible);
    }
  }
}
