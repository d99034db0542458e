// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.ConfigurationMark;
import io.eksbridge.inject.PolicyOf;
import io.eksbridge.inject.RandomPods;
import io.eksbridge.inject.patch.SidecarPatch;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.inject.verdict.Reason;
import io.eksbridge.inject.verdict.Rules;
import io.eksbridge.inject.verdict.Verdict;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that no API server sends: each is refused as no review, or decided and answered, and none
/// makes an exception.
final class FuzzTest {
  private static final int BODIES = 100_000;
  private static final int CLOSELY = 9; // of both kinds of oddness
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Policy POLICY =
      PolicyOf.flags("--inject-without-credentials", "--inject-without-address", "--logs=all");

  private static final ConfigurationMark MARK = new ConfigurationMark("0123456789ab");

  private final RandomPods pods = new RandomPods(7);
  private final RandomGenerator random = pods.random();
  private final Map<Reason, Integer> decided = new EnumMap<>(Reason.class);
  private int refused;

  @TempDir Path files;
  private RunningWebhook webhook;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    Path certificate = files.resolve("tls.crt");
    Path key = files.resolve("tls.key");
    TestCertificate.ec(1, Instant.now().plus(Duration.ofDays(30))).write(certificate, key);
    webhook =
        new RunningWebhook(
            certificate, key, Map.of("fargate-injector.inject-without-credentials", true));
    client = HttpClient.newBuilder().sslContext(RunningWebhook.believing()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    webhook.close();
  }

  @Test
  void noBodyIsTooOddForAnAnswer() throws Exception {
    byte[] body = {};
    for (int count = 0; count < BODIES; count++) {
      if (count % 8 == 0) {
        body = JSON.writeValueAsBytes(review(pods.next()));
      }
      byte[] odd = count % 4 == 0 ? broken(body) : bent(body);
      answer(odd, count % CLOSELY == 0);
      if (count % CLOSELY == 0) {
        send(odd);
      }
    }

    assertThat(refused).isBetween(BODIES / 10, BODIES / 2);
    assertThat(decided.keySet())
        .contains(Reason.FARGATE_SCHEDULER, Reason.POD_UNREADABLE, Reason.NOT_FARGATE);
  }

  /// The same as the API server would.
  private void send(byte[] body) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + webhook.port + "/mutate"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400);
    assertThat(answer.body()).doesNotContain(Reason.UNDECIDED.label());
  }

  private void answer(byte[] body, boolean closely) throws Exception {
    switch (AdmissionReview.read(body)) {
      case AdmissionReview.Unreadable(var why) -> {
        assertThat(why).isNotBlank();
        refused++;
      }
      case AdmissionReview.Review review when review.creation() -> {
        Verdict verdict =
            Rules.decide(review.pod(), PolicyOf.ready(review.pod().namespace()), POLICY);
        var patch = SidecarPatch.of(review.pod(), verdict);
        byte[] answer = AdmissionAnswer.of(review, verdict, AdmissionAnswer.patch(patch), MARK);
        if (closely) {
          assertThat(patch.applyTo(review.pod().json())).isNotNull();
          assertThat(JSON.readTree(answer).at("/response/allowed").asBoolean()).isTrue();
        }
        decided.merge(verdict.reason(), 1, Integer::sum);
      }
      case AdmissionReview.Review _ -> {}
    }
  }

  /// A tree in which some value is another.
  private byte[] bent(byte[] body) throws Exception {
    JsonNode tree = JSON.readTree(body);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      bend(random.nextInt(8) == 0 ? tree : tree.at("/request/object"));
    }
    return JSON.writeValueAsBytes(tree);
  }

  private void bend(JsonNode tree) {
    JsonNode at = tree;
    while (true) {
      int size = at.size();
      if (size == 0) {
        return;
      }
      int index = random.nextInt(size);
      JsonNode child = at instanceof ObjectNode ? at.get(key(at, index)) : at.get(index);
      if (child.isEmpty() || random.nextInt(6) == 0) {
        switch (at) {
          case ObjectNode object -> object.set(key(at, index), odd());
          case ArrayNode array -> array.set(index, odd());
          default -> {}
        }
        return;
      }
      at = child;
    }
  }

  private static String key(JsonNode object, int index) {
    return object.propertyStream().skip(index).findFirst().orElseThrow().getKey();
  }

  private JsonNode odd() {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (random.nextInt(9)) {
      case 0 -> make.nullNode();
      case 1 -> make.numberNode(random.nextLong());
      case 2 -> make.textNode("");
      case 3 -> make.textNode("\u0000~/😀".repeat(1 + random.nextInt(20)));
      case 4 -> make.arrayNode();
      case 5 -> make.objectNode();
      case 6 -> make.arrayNode().add(make.objectNode().putNull("name")).addNull();
      case 7 -> make.booleanNode(random.nextBoolean());
      default -> make.objectNode().put("", 1).put("name", -0.0);
    };
  }

  /// Text in which some bytes are others, or gone.
  private byte[] broken(byte[] body) {
    byte[] bytes = body.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(10) == 0
        ? new String(bytes, UTF_8).substring(random.nextInt(20)).getBytes(UTF_8)
        : bytes;
  }

  private static ObjectNode review(ObjectNode pod) {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode request = review.putObject("request");
    request.put("uid", "u").put("operation", "CREATE").put("namespace", "shop");
    request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
    request.set("object", pod);
    return review;
  }
}
