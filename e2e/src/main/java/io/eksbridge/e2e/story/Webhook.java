// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.e2e.api.JsonPatch;
import io.eksbridge.parts.ServingPair;
import io.eksbridge.parts.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

/// Asks an admission webhook as the API server does, and changes the pod as it answers.
public final class Webhook implements AutoCloseable {
  /// What came of a pod.
  ///
  /// @param decision in the webhook's word
  /// @param reason in the webhook's word
  /// @param pod the pod with the patch applied
  public record Answer(boolean allowed, String decision, String reason, JsonNode pod) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final HttpClient client;

  /// A caller that trusts `pair` only.
  public Webhook(int port, ServingPair pair) throws IOException {
    this.url = URI.create("https://127.0.0.1:" + port + "/mutate");
    this.client = HttpClient.newBuilder().sslContext(Trust.of(pair.certificate())).build();
  }

  /// Where it is asked.
  public URI url() {
    return url;
  }

  /// Asks about the creation of `pod` in `namespace`.
  public Answer review(JsonNode pod, String namespace) throws IOException, InterruptedException {
    String uid = UUID.randomUUID().toString();
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(question(uid, pod, namespace).toString()))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    JsonNode response = JSON.readTree(answer.body()).path("response");
    if (answer.statusCode() != 200 || !response.path("uid").asText().equals(uid)) {
      throw new IOException("the webhook answers " + answer.statusCode() + ": " + answer.body());
    }
    JsonNode patched =
        response.has("patch")
            ? JsonPatch.apply(
                pod, JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText())))
            : pod;
    JsonNode audit = response.path("auditAnnotations");
    return new Answer(
        response.path("allowed").asBoolean(),
        audit.path("decision").asText(),
        audit.path("reason").asText(),
        patched);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static ObjectNode question(String uid, JsonNode pod, String namespace) {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode request = review.putObject("request");
    request
        .put("uid", uid)
        .put("operation", "CREATE")
        .put("namespace", namespace)
        .put("dryRun", false);
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
    request
        .putObject("userInfo")
        .put("username", "system:serviceaccount:kube-system:replicaset-controller");
    request.set("object", pod);
    return review;
  }
}
