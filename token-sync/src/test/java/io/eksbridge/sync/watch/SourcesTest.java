// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.DemandConfig;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.RotationConfig;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.Fingerprints;
import io.eksbridge.sync.plan.Source;
import io.eksbridge.sync.plan.TokenRules.Hold;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SourcesTest {
  private static final String GOOD = "Zk3vQ9xW1pLr7TnB5cYd8HsJ2mGf4KaE";

  private final Observed observed =
      new Observed(new Pods(), new Past(new DemandConfig(true, Duration.ZERO, 30, false)));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> events = new ArrayList<>();
  private final Sources sources =
      new Sources(
          new TokenSyncConfig(
              "datadog/keys/api-key",
              "datadog/agent/cluster-token",
              "a=b",
              null,
              null,
              null,
              1,
              false),
          new RotationConfig(
              null,
              null,
              false,
              Duration.ofMinutes(1),
              "datadog/next/token",
              3,
              Duration.ofHours(1)),
          observed,
          new Fingerprints(),
          (namespace, name, reason, message) -> events.add(namespace + "/" + name + " " + message),
          new SyncMetrics(meters));

  @BeforeEach
  void thereIsNoNextToken() {
    assertThat(sources.see("datadog", "next", Optional.empty())).isFalse();
  }

  @Test
  void aGoodNextTokenIsOfferedBesideTheSourceAndABadOneIsNot() {
    see("keys", "api-key", "key");
    see("agent", "cluster-token", GOOD);
    String next = new StringBuilder(GOOD).reverse().toString();

    assertThat(see("next", "token", "short")).isFalse();
    assertThat(observed.offer().next()).isEmpty();
    assertThat(see("next", "token", next)).isTrue();
    assertThat(observed.offer().next().orElseThrow().values())
        .isEqualTo(Map.of(Names.API_KEY, "key", Names.TOKEN, next));
    assertThat(observed.offer().source())
        .isInstanceOfSatisfying(
            Source.Good.class, good -> assertThat(good.values()).containsValue(GOOD));
  }

  @Test
  void twoSourcesAreComposedUnderTheCopysKeys() {
    assertThat(see("keys", "api-key", "key")).isFalse();
    assertThat(see("agent", "cluster-token", GOOD)).isTrue();

    assertThat(observed.offer().source())
        .isInstanceOfSatisfying(
            Source.Good.class,
            good ->
                assertThat(good.values())
                    .isEqualTo(Map.of(Names.API_KEY, "key", Names.TOKEN, GOOD)));
    assertThat(held("token", "NONE")).isZero();
  }

  @Test
  void whatWasNotListedYetIsNotSaidToBeAbsent() {
    see("keys", "api-key", "key");

    assertThat(events).isEmpty();
    assertThat(meters.find("eksbridge.token.sync.source.held").gauges()).isEmpty();
  }

  @Test
  void whatIsListedAgainUnchangedIsNoNews() {
    see("keys", "api-key", "key");
    see("agent", "cluster-token", GOOD);

    assertThat(see("agent", "cluster-token", GOOD)).isFalse();
  }

  @Test
  void aBadTokenHoldsBothAndIsToldOnce() {
    see("keys", "api-key", "key");
    see("agent", "cluster-token", GOOD);

    assertThat(see("agent", "cluster-token", "short")).isTrue();
    assertThat(see("agent", "cluster-token", "shorter")).isFalse();

    assertThat(observed.offer().source())
        .isEqualTo(new Source.Held(Map.of(Names.TOKEN, Hold.SHORT)));
    assertThat(held("token", "SHORT")).isEqualTo(1);
    assertThat(events)
        .containsExactly(
            "datadog/agent Key cluster-token is not spread: the value is shorter than 32"
                + " characters; the copies stay as they are");
  }

  @Test
  void aMissingKeyAndAMissingSecretAreToldApart() {
    see("keys", "other", "key");
    sources.see("datadog", "agent", Optional.empty());

    assertThat(observed.offer().source())
        .isEqualTo(
            new Source.Held(
                Map.of(Names.API_KEY, Hold.KEY_ABSENT, Names.TOKEN, Hold.SECRET_ABSENT)));
  }

  private boolean see(String name, String key, String value) {
    return sources.see(
        "datadog", name, Optional.of(Map.of(key, value.getBytes(StandardCharsets.UTF_8))));
  }

  private double held(String source, String reason) {
    return meters
        .get("eksbridge.token.sync.source.held")
        .tags("source", source, "reason", reason)
        .gauge()
        .value();
  }
}
