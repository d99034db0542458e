// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/// A folder for each case, named as the sentence it stands for: `given.yaml` goes in, what is to be
/// done comes out as `expected.json`; `-Dgolden=update` rewrites that.
final class DecisionTest {
  private static final Path CASES = Path.of("src/test/resources/service");
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    try (Stream<Path> cases = Files.list(CASES)) {
      return cases
          .sorted()
          .map(folder -> dynamicTest(folder.getFileName().toString(), () -> check(folder)))
          .toList();
    }
  }

  @Test
  void aRefusalIsReadFromTheApiServersOwnWords() {
    assertThat(
            Refusal.kind(
                422,
                "Service \"s\" is invalid: spec.clusterIPs: Invalid value: [\"10.0.0.5\"]: failed to"
                    + " allocate IP 10.0.0.5: provided IP is already allocated"))
        .contains(Refusal.Kind.TAKEN);
    assertThat(
            Refusal.kind(
                422,
                "spec.clusterIPs: Invalid value: [\"1.2.3.4\"]: failed to allocate IP 1.2.3.4: the"
                    + " provided IP (1.2.3.4) is not in the valid range. The range of valid IPs is"
                    + " 10.0.0.0/24"))
        .contains(Refusal.Kind.OUTSIDE);
    assertThat(Refusal.kind(422, "spec.ports: Required value")).isEmpty();
    assertThat(Refusal.kind(403, "clusterIP already allocated")).isEmpty();
  }

  private static void check(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .isSubsetOf("given.yaml", "expected.json");
    }
    JsonNode given =
        JSON.valueToTree(new Yaml().load(Files.readString(folder.resolve("given.yaml"))));
    Path expected = folder.resolve("expected.json");

    String seen = JSON.writeValueAsString(json(Decision.decide(view(given), wish(given)))) + "\n";

    if (UPDATE) {
      Files.writeString(expected, seen);
    }
    assertThat(seen).isEqualTo(Files.readString(expected));
  }

  private static Wish wish(JsonNode given) {
    return new Wish(
        "datadog-cluster-agent",
        Optional.of(given.path("wanted").asText()).filter(each -> !each.isEmpty()));
  }

  private static View view(JsonNode given) {
    List<JsonNode> services = given.path("services").valueStream().toList();
    return new View(
        "datadog",
        Own.find("datadog-cluster-agent", services),
        services.stream()
            .filter(each -> each.at("/metadata/name").asText().equals("cluster-agent-stable"))
            .findAny(),
        Optional.of(given.path("memory")).filter(each -> !each.isMissingNode()),
        given
            .path("ranges")
            .valueStream()
            .flatMap(each -> Range.of(each.asText()).stream())
            .toList(),
        given.has("silent") ? Optional.of(ago(given.path("silent"))) : Optional.empty(),
        given
            .path("refused")
            .valueStream()
            .map(
                each ->
                    new Refusal(
                        each.path("address").asText(),
                        Refusal.Kind.valueOf(each.path("kind").asText()),
                        "no.",
                        ago(each.path("since")),
                        ago(each.path("last"))))
            .toList(),
        NOW);
  }

  private static Instant ago(JsonNode duration) {
    return NOW.minus(Duration.parse(duration.asText()));
  }

  private static ObjectNode json(Outcome outcome) {
    ObjectNode json = JSON.createObjectNode();
    switch (outcome.step()) {
      case Step.Create(ObjectNode object, String address, Step.Why why) ->
          json.put("step", "create")
              .put("why", why.label())
              .put("asks", address)
              .set("object", object);
      case Step.Repair(ObjectNode object, List<String> fields) -> {
        json.put("step", "repair").set("object", object);
        fields.forEach(json.putArray("fields")::add);
      }
      case Step.Replace(ObjectNode object, List<String> additions) -> {
        json.put("step", "replace").set("object", object);
        additions.forEach(json.putArray("additions")::add);
      }
      case Step.Remember(ObjectNode object, Step.Why why) ->
          json.put("step", "remember").put("why", why.label()).set("object", object);
      case Step.Rest(Optional<Instant> again) -> {
        json.put("step", "rest");
        again.ifPresent(each -> json.put("again", Duration.between(NOW, each).toString()));
      }
    }
    outcome.address().ifPresent(each -> json.put("address", each));
    ObjectNode troubles = json.putObject("troubles");
    outcome.troubles().forEach((each, sentence) -> troubles.put(each.label(), sentence));
    return json;
  }
}
