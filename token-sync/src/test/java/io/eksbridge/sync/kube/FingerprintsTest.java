// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class FingerprintsTest {
  private static final Map<String, String> VALUES =
      Map.of("token", "Zk3vQ9xW1pLr7TnB5cYd8HsJ2mGf4KaE", "api-key", "0123456789abcdef");

  private final Fingerprints one = new Fingerprints();
  private final Fingerprints afterARestart = new Fingerprints();

  @Test
  void aFingerprintIsTheSameAfterARestartSoThatNothingIsWrittenAgain() {
    assertThat(one.fingerprint(VALUES))
        .isEqualTo(afterARestart.fingerprint(VALUES))
        .matches("[0-9a-f]{16}");
  }

  @Test
  void aFingerprintChangesWithEitherValueAndWithTheirPlaces() {
    String token = VALUES.getOrDefault("token", "");
    String key = VALUES.getOrDefault("api-key", "");

    assertThat(one.fingerprint(VALUES))
        .isNotEqualTo(one.fingerprint(Map.of("token", token + "1", "api-key", key)))
        .isNotEqualTo(one.fingerprint(Map.of("token", token, "api-key", key + "1")))
        .isNotEqualTo(one.fingerprint(Map.of("token", key, "api-key", token)));
  }
}
