// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which Secrets a namespace holds, by the profiles that its pods may match.
final class ProfilesTest {
  private static final Layout USUAL = Layout.of("datadog-secret", "api-key", "token");
  private static final Layout GO = Layout.of("go-secrets", "datadog_api_key", "datadog_token");
  private static final LabelSelector ALL = new LabelSelector(List.of());

  @Test
  void aProfileThatMatchesAllPodsOfANamespaceIsTheOnlyOneThere() {
    var profiles =
        new Profiles(List.of(new Profile("pay", List.of("pay-*"), ALL, true, true, GO)), USUAL);

    assertThat(profiles.layout("go-secrets", namespace("pay-eu"))).contains(GO);
    assertThat(profiles.layout("datadog-secret", namespace("pay-eu"))).isEmpty();
    assertThat(profiles.layout("go-secrets", namespace("shop"))).isEmpty();
    assertThat(profiles.layout("datadog-secret", namespace("shop"))).contains(USUAL);
    assertThat(profiles.secrets()).containsExactly("datadog-secret", "go-secrets");
  }

  @Test
  void aProfileOfSomePodsLeavesTheOthersToThoseAfterIt() {
    var profiles =
        new Profiles(List.of(new Profile("some", List.of(), ALL, false, true, GO)), USUAL);

    assertThat(profiles.layout("go-secrets", namespace("shop"))).contains(GO);
    assertThat(profiles.layout("datadog-secret", namespace("shop"))).contains(USUAL);
  }

  @Test
  void keysOfTheSameSecretAreThereSideBySide() {
    Layout other = Layout.of("datadog-secret", "key", "cluster-token");
    var profiles =
        new Profiles(List.of(new Profile("some", List.of(), ALL, false, true, other)), USUAL);

    assertThat(profiles.layout("datadog-secret", namespace("shop"))).contains(USUAL.and(other));
    assertThat(USUAL.and(other).keys())
        .containsOnlyKeys("api-key", "token", "key", "cluster-token");
  }

  @Test
  void wherePodsGetNoSidecarThereIsNothingToRead() {
    var profiles =
        new Profiles(List.of(new Profile("off", List.of("sandbox"), ALL, true, false, GO)), USUAL);

    assertThat(profiles.secrets()).containsExactly("datadog-secret");
    assertThat(profiles.layout("datadog-secret", namespace("sandbox"))).isEmpty();
  }

  @Test
  void aProfileByLabelReachesTheNamespacesThatHaveIt() {
    LabelSelector team = LabelSelector.parse("team=pay").orElseThrow();
    var profile = new Profile("pay", List.of(), team, true, true, GO);

    assertThat(profile.reaches(namespace("shop"))).isFalse();
    assertThat(
            profile.reaches(
                new NamespaceView("shop", Map.of("team", "pay"), false, Optional.empty())))
        .isTrue();
  }

  @Test
  void valuesUnderOtherKeysAreAnotherSourceToTheCopies() {
    var source = new Source.Good(Map.of("api-key", "k", "token", "t"), "f");

    assertThat(USUAL.of(source)).isEqualTo(source);
    assertThat(GO.of(source).values())
        .isEqualTo(Map.of("datadog_api_key", "k", "datadog_token", "t"));
    assertThat(GO.of(source).fingerprint()).startsWith("f-").isNotEqualTo("f");
    assertThat(Layout.of("go-secrets", "token", "api-key").of(source).fingerprint())
        .isNotEqualTo(GO.of(source).fingerprint());
  }

  private static NamespaceView namespace(String name) {
    return new NamespaceView(name, Map.of(), false, Optional.empty());
  }
}
