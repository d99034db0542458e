// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.eksbridge.inject.certificate.Pair;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PemTest {
  private static final Pair ONE = issue();
  private static final Pair OTHER = issue();

  @Test
  void aKeyThatCarriesItsPointIsComparedWithTheCertificate() throws Exception {
    assertThat(PrivateKeyText.point(Pem.read(ONE.certificate(), ONE.key()).key())).isPresent();
    assertThatThrownBy(() -> Pem.read(ONE.certificate(), OTHER.key()))
        .hasMessageContaining("do not belong together");
  }

  @Test
  void whatIsNoKeyIsSaidInOneLine() {
    assertThatThrownBy(() -> Pem.read(ONE.certificate(), ONE.certificate()))
        .hasMessage("there is no private key in it");
    assertThatThrownBy(
            () ->
                Pem.read(
                    ONE.certificate(), ONE.key().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")))
        .hasMessage("the private key in it is encrypted");
    assertThatThrownBy(() -> Pem.read("", ONE.key())).isInstanceOf(Exception.class);
  }

  @Test
  void aDamagedKeyIsRefusedHoweverItIsDamaged() {
    byte[] whole = Base64.getMimeDecoder().decode(ONE.key().replaceAll("-----[A-Z ]+-----", ""));
    var random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
      for (int changes = random.nextInt(3); changes > 0 && damaged.length > 0; changes--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      for (String form : new String[] {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"}) {
        String text =
            "-----BEGIN "
                + form
                + "-----\n"
                + new String(Base64.getMimeEncoder().encode(damaged), US_ASCII)
                + "\n-----END "
                + form
                + "-----\n";

        assertThat(catchThrowable(() -> Pem.read(ONE.certificate(), text)))
            .as(text)
            .isInstanceOfAny(IOException.class, GeneralSecurityException.class);
      }
    }
  }

  private static Pair issue() {
    return new Issuer().issue("a.b.svc", Instant.now(), Duration.ofDays(1));
  }
}
