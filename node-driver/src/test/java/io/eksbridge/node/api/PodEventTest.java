// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.volume.PodName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PodEventTest {
  private static final PodName POD = new PodName("shop", "web", "8f6c");

  @Test
  void anEventIsWrittenAsTheApiServerTakesIt() {
    assertThat(
            new PodEvent(POD, 255, PodEvent.Type.WARNING, "Reason", "Action", "A \"note\"")
                .json("driver", "node-1", Instant.parse("2026-01-02T03:04:05.6Z")))
        .isEqualTo(
            "{\"apiVersion\":\"events.k8s.io/v1\",\"kind\":\"Event\","
                + "\"metadata\":{\"name\":\"web.00000000000000ff\",\"namespace\":\"shop\"},"
                + "\"eventTime\":\"2026-01-02T03:04:05.600000Z\","
                + "\"reportingController\":\"driver\",\"reportingInstance\":\"node-1\","
                + "\"type\":\"Warning\",\"reason\":\"Reason\",\"action\":\"Action\","
                + "\"note\":\"A \\\"note\\\"\","
                + "\"regarding\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"namespace\":\"shop\","
                + "\"name\":\"web\",\"uid\":\"8f6c\"}}");
  }

  @Test
  void whatIsTooLongForTheApiServerIsCut() {
    String json =
        new PodEvent(
                new PodName("n", "p".repeat(253), "u"),
                1,
                PodEvent.Type.NORMAL,
                "R",
                "A",
                "x".repeat(5_000))
            .json("driver", "n".repeat(500), Instant.EPOCH);

    assertThat(json)
        .contains("\"" + "p".repeat(230) + ".0000000000000001\"")
        .contains("\"" + "n".repeat(128) + "\"")
        .contains("\"" + "x".repeat(1024) + "\"");
  }
}
