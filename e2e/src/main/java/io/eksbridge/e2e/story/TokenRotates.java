// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// The token changes at its source: the copies follow. A token that no cluster agent would take is
/// not spread.
record TokenRotates(SecureRandom random, int managementPort) implements Step<Stage> {
  private static final List<String> HOLDERS = List.of(Cast.SHOP, Cast.SYSTEM, Cast.CHECKOUT);
  private static final String HELD = "eksbridge_token_sync_source_held";

  @Override
  public String title() {
    return "The token is rotated: the copies follow, and a bad token is held back";
  }

  @Override
  public void play(Stage stage, Story story) throws IOException, InterruptedException {
    ApiClient api = stage.api();
    String before = Cast.token(api);
    String after = Masked.fresh(random);
    long start = System.nanoTime();
    source(api, after);
    boolean followed = Patience.until(() -> tokens(api).stream().allMatch(after::equals));
    long millis = (System.nanoTime() - start) / 1_000_000;
    story.say("before: %s   after: %s", Masked.of(before), Masked.of(after));
    story.claim(
        "all " + HOLDERS.size() + " copies hold the new token after " + millis + " ms", followed);

    String bad = "too-short";
    source(api, bad);
    story.say("Now somebody writes a token of %s to the source.", Masked.of(bad));
    boolean told = Patience.until(() -> !held(managementPort).isEmpty());
    story.show(held(managementPort));
    story.claim("the metric says that the source is held", told);
    boolean recorded = Patience.until(() -> !events(api).isEmpty());
    story.show(events(api));
    story.claim("an Event at the source says why", recorded);
    story.claim(
        "the copies keep the last good token", tokens(api).stream().allMatch(after::equals));
    source(api, after);
    story.claim("a good token ends it", Patience.until(() -> held(managementPort).isEmpty()));
  }

  private static void source(ApiClient api, String token) throws IOException, InterruptedException {
    JsonNode secret = Cast.secret(Cast.CLUSTER_AGENT, "token", token);
    api.must("PATCH", Cast.path(Cast.SOURCES, "secrets", Cast.CLUSTER_AGENT), Cast.MERGE, secret);
  }

  private static List<String> tokens(ApiClient api) throws IOException, InterruptedException {
    var tokens = new ArrayList<String>();
    for (String namespace : HOLDERS) {
      tokens.add(Cast.copy(api, namespace).map(copy -> Masked.value(copy, "token")).orElse(""));
    }
    return tokens;
  }

  private static List<String> held(int managementPort) throws IOException, InterruptedException {
    return Service.metrics(managementPort)
        .lines()
        .filter(line -> line.startsWith(HELD + "{") && line.matches(".* 1(\\.0)?"))
        .toList();
  }

  private static List<String> events(ApiClient api) throws IOException, InterruptedException {
    var lines = new ArrayList<String>();
    for (JsonNode event :
        api.must("GET", Cast.path(Cast.SOURCES, "events", ""), null).path("items")) {
      if (!event.at("/involvedObject/name").asText().equals(Cast.CLUSTER_AGENT)) {
        continue;
      }
      lines.add(
          "Event %s %s on %s %s: %s"
              .formatted(
                  event.path("type").asText(),
                  event.path("reason").asText(),
                  event.at("/involvedObject/kind").asText(),
                  event.at("/involvedObject/name").asText(),
                  event.path("message").asText()));
    }
    return lines;
  }
}
