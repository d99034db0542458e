// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.PolicyOf;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionControllerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "705ab4f5", "operation": "CREATE", "namespace": "shop",
        "resource": {"group": "", "version": "v1", "resource": "pods"},
        "object": {"apiVersion": "v1", "kind": "Pod",
          "metadata": {"generateName": "web-"},
          "spec": {"schedulerName": "fargate-scheduler", "containers": [{"name": "web"}]}}}}
      """;

  @TempDir static Path files;

  private static RunningWebhook webhook;

  @BeforeAll
  static void start() throws Exception {
    Path certificate = files.resolve("tls.crt");
    Path key = files.resolve("tls.key");
    TestCertificate.ec(1, Instant.now().plus(Duration.ofDays(30))).write(certificate, key);
    webhook =
        new RunningWebhook(
            certificate,
            key,
            Map.of(
                "fargate-injector.inject-without-credentials",
                true,
                "fargate-injector.max-body",
                100_000));
  }

  @AfterAll
  static void stop() {
    webhook.close();
  }

  @Test
  void aFargatePodIsAnsweredWithAPatchAndItsUid() throws Exception {
    JsonNode answer = webhook.review(REVIEW);

    assertThat(answer.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(answer.path("kind").asText()).isEqualTo("AdmissionReview");
    JsonNode response = answer.path("response");
    assertThat(response.path("uid").asText()).isEqualTo("705ab4f5");
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    JsonNode patch = JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText()));
    assertThat(patch.findValuesAsText("op")).containsOnly("add");
    assertThat(response.path("auditAnnotations"))
        .isEqualTo(
            JSON.readTree(
                "{\"decision\":\"injected\",\"reason\":\"fargate_scheduler\",\"profile\":\"default\",\"configuration\":\""
                    + mark()
                    + "\"}"));
    assertThat(response.path("warnings").get(0).asText())
        .startsWith("eksbridge: ")
        .hasSizeLessThanOrEqualTo(120);
  }

  @ParameterizedTest
  @CsvSource({
    "\"CREATE\",      \"UPDATE\"",
    "\"CREATE\",      \"DELETE\"",
    "\"pods\",        \"deployments\"",
    "\"group\": \"\", \"group\": \"apps\"",
    "\"operation\",   \"subResource\": \"binding\"@ \"operation\"",
  })
  void whatIsNotTheCreationOfAPodIsAllowedAsItIs(String word, String other) throws Exception {
    JsonNode response =
        webhook.review(REVIEW.replace(word, other.replace('@', ','))).path("response");

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.has("patchType")).isFalse();
    assertThat(response.path("auditAnnotations").path("reason").asText())
        .isEqualTo("unsupported_operation");
  }

  @Test
  void aReviewOfTheVersionBeforeIsAnsweredInItsOwn() throws Exception {
    JsonNode answer =
        webhook.review(REVIEW.replace("admission.k8s.io/v1", "admission.k8s.io/v1beta1"));

    assertThat(answer.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1beta1");
    assertThat(answer.at("/response/uid").asText()).isEqualTo("705ab4f5");
    assertThat(answer.at("/response/patchType").asText()).isEqualTo("JSONPatch");
  }

  @Test
  void aPodOfAnOddShapeIsAllowedAsItIs() throws Exception {
    JsonNode response =
        webhook.review(REVIEW.replace("[{\"name\": \"web\"}]", "\"web\"")).path("response");

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.path("auditAnnotations").path("reason").asText())
        .isEqualTo("pod_unreadable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                               | body",
        "no json                                                          | is not JSON",
        "{                                                                | is not JSON",
        "[]                                                               | not a JSON object",
        "null                                                             | not a JSON object",
        "{}                                                               | AdmissionReview",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}                         | kind 'Pod' of 'v1'",
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v2\"} | v2",
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\"} | no request",
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{}} | request.uid",
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":\" \"}} | request.uid",
      })
  void whatIsNoReviewIsRefusedAndSaysWhy(String body, String why) throws Exception {
    assertRefused(webhook.post(body), 400, why);
  }

  @Test
  void theCreationOfAPodWithoutThePodIsRefused() throws Exception {
    assertRefused(
        webhook.post(REVIEW.replace("\"object\"", "\"oldObject\"")), 400, "request.object");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws Exception {
    byte[] noise = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', (byte) 0x80, '}'};

    assertRefused(
        webhook.post("application/json", BodyPublishers.ofByteArray(noise)), 400, "not JSON");
  }

  @Test
  void aBodyThatIsNestedTooDeeplyIsRefused() throws Exception {
    assertRefused(webhook.post("[".repeat(50_000)), 400, "not JSON");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyAboveTheLimitIsRefused(boolean lengthKnown) throws Exception {
    byte[] large = " ".repeat(100_001).getBytes(UTF_8);
    var body =
        lengthKnown
            ? BodyPublishers.ofByteArray(large)
            : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));

    assertRefused(webhook.post("application/json", body), 413, "100000");
  }

  @Test
  void anotherContentTypeIsRefused() throws Exception {
    assertRefused(
        webhook.post("text/plain", BodyPublishers.ofString(REVIEW)), 415, "application/json");
  }

  @Test
  void theApiServerIsAnsweredOnTheTlsPortOnly() throws Exception {
    String plain = "http://127.0.0.1:" + webhook.managementPort;

    assertRefused(
        webhook.post(plain, "application/json", BodyPublishers.ofString(REVIEW)), 404, "Not Found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/health/liveness", "/health/readiness"})
  void healthAndMetricsAreAnsweredOnTheManagementPortOnly(String path) throws Exception {
    assertThat(webhook.get(path).statusCode()).isEqualTo(200);
    assertThat(webhook.get("https://127.0.0.1:" + webhook.port, path).statusCode()).isEqualTo(404);
  }

  @Test
  void olderTlsIsRefused() throws Exception {
    try (var socket =
        (SSLSocket)
            SSLContext.getDefault().getSocketFactory().createSocket("127.0.0.1", webhook.port)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});

      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void decisionsAndRefusalsAreCounted() throws Exception {
    webhook.post(REVIEW);
    webhook.post("no json");

    assertThat(webhook.get("/metrics").body())
        .contains(
            "fargate_injector_decisions_total{decision=\"injected\",profile=\"default\",reason=\"fargate_scheduler\"}")
        .contains("fargate_injector_refused_requests_total{status=\"400\"}")
        .contains("fargate_injector_decision_seconds_bucket")
        .contains("fargate_injector_review_bytes_bucket{le=\"1024.0\"}")
        .contains("fargate_injector_patch_bytes_bucket{le=\"4096.0\"}")
        .contains("fargate_injector_configuration{mark=\"" + mark() + "\"} 1.0")
        .contains("fargate_injector_certificate_expiry_timestamp_seconds");
  }

  private static String mark() {
    return PolicyOf.mark("--inject-without-credentials").text();
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String why)
      throws Exception {
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("kind").asText()).isEqualTo("Status");
    assertThat(body.path("code").asInt()).isEqualTo(status);
    assertThat(body.path("message").asText()).contains(why);
    assertThat(webhook.post(REVIEW).statusCode()).as("the service goes on").isEqualTo(200);
  }
}
