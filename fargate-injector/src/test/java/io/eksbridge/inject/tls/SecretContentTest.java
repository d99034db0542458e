// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.certificate.Held;
import io.eksbridge.inject.certificate.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretContentTest {
  private static final String NAME = "fargate-injector.eksbridge.svc";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pair FIRST = issue();
  private static final Pair SECOND = issue();

  @Test
  void whatIsWrittenIsReadAgain() {
    var held =
        new Held(
            Optional.of(FIRST),
            Optional.of(SECOND),
            List.of(issue().authority(), issue().authority()));

    assertThat(SecretContent.read(SecretContent.write(held), NAME)).isEqualTo(held);
    assertThat(SecretContent.read(SecretContent.write(Held.NOTHING), NAME)).isEqualTo(Held.NOTHING);
  }

  @Test
  void aCertificateForAnotherNameDoesNotFit() {
    ObjectNode data = SecretContent.write(serving(FIRST));

    assertThat(SecretContent.read(data, "other.eksbridge.svc").serving())
        .hasValueSatisfying(each -> assertThat(each.fits()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt"})
  void aPairOfWhichAPartIsAnothersDoesNotFit(String key) {
    ObjectNode data = SecretContent.write(serving(FIRST));
    data.set(key, SecretContent.write(serving(SECOND)).path(key));

    assertThat(SecretContent.read(data, NAME).serving())
        .hasValueSatisfying(each -> assertThat(each.fits()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt"})
  void aPairOfWhichAPartIsDamagedOrGoneDoesNotFit(String key) {
    for (String damage : List.of("", "bm9ucw==", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t")) {
      ObjectNode data = SecretContent.write(serving(FIRST));
      data.put(key, damage);

      assertThat(SecretContent.read(data, NAME).serving().filter(Pair::fits)).isEmpty();
    }
  }

  @Test
  void anAuthorityMakesOneCertificateOnlyAndItsKeyIsNotKept() {

    assertThat(SecretContent.write(serving(FIRST)).properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactlyInAnyOrder("tls.crt", "tls.key", "ca.crt");
    assertThat(FIRST.authority()).isNotEqualTo(SECOND.authority());
  }

  private static Held serving(Pair pair) {
    return new Held(Optional.of(pair), Optional.empty(), List.of());
  }

  private static Pair issue() {
    return new Issuer().issue(NAME, NOW, Duration.ofDays(90));
  }
}
