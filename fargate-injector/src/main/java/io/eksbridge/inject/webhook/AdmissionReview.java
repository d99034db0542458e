// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.eksbridge.inject.verdict.PodView;
import java.io.IOException;
import java.util.List;

/// What arrived: a review, or something that is none.
sealed interface AdmissionReview {
  /// The version that is asked for, and the one before it: an answer is of its question's.
  List<String> VERSIONS = List.of("admission.k8s.io/v1", "admission.k8s.io/v1beta1");

  /// Reads and writes; the limit on tokens keeps a small body from becoming a large tree.
  ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxTokenCount(500_000).build())
                  .build())
          .build();

  /// A review of the API server.
  ///
  /// @param version of the review, and of its answer
  /// @param uid echoed in the answer
  /// @param creation whether a pod is being created
  /// @param dryRun whether nothing will come of it
  /// @param pod the pod, as far as it is one
  record Review(String version, String uid, boolean creation, boolean dryRun, PodView pod)
      implements AdmissionReview {}

  /// No review, and why.
  record Unreadable(String why) implements AdmissionReview {}

  /// Reads a body.
  static AdmissionReview read(byte[] body) {
    JsonNode review;
    try {
      review = JSON.readTree(body);
    } catch (JacksonException noJson) {
      return new Unreadable("the body is not JSON: " + noJson.getOriginalMessage());
    } catch (IOException noText) {
      return new Unreadable("the body is not JSON: " + noText.getMessage());
    }
    if (!review.isObject()) {
      return new Unreadable("the body is not a JSON object");
    }
    String kind = review.path("kind").asText("");
    String version = review.path("apiVersion").asText("");
    if (!kind.equals("AdmissionReview") || !VERSIONS.contains(version)) {
      return new Unreadable(
          "an AdmissionReview of "
              + VERSIONS.getFirst()
              + " is expected, not kind '"
              + kind
              + "' of '"
              + version
              + "'");
    }
    return request(version, review.path("request"));
  }

  private static AdmissionReview request(String version, JsonNode request) {
    if (!request.isObject()) {
      return new Unreadable("the review has no request");
    }
    String uid = request.path("uid").asText("");
    if (uid.isBlank()) {
      return new Unreadable("request.uid is empty");
    }
    boolean creation = creation(request);
    if (creation && !request.path("object").isObject()) {
      return new Unreadable("request.object is not a pod");
    }
    var pod = new PodView(request.path("object"), request.path("namespace").asText(""));
    return new Review(version, uid, creation, request.path("dryRun").asBoolean(), pod);
  }

  private static boolean creation(JsonNode request) {
    JsonNode resource = request.path("resource");
    var asked =
        List.of(
            resource.path("group").asText(""),
            resource.path("version").asText(""),
            resource.path("resource").asText(""),
            request.path("subResource").asText(""),
            request.path("operation").asText(""));
    return asked.equals(List.of("", "v1", "pods", "", "CREATE"));
  }
}
