// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Patience;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DrainingTest {
  @TempDir Path files;

  @Test
  void whoeverStillComesIsAnsweredWhileItIsNotReady() throws Exception {
    Path certificate = files.resolve("tls.crt");
    Path key = files.resolve("tls.key");
    TestCertificate.ec(1, Instant.parse("2126-01-01T00:00:00Z")).write(certificate, key);
    var webhook =
        new RunningWebhook(certificate, key, Map.of("fargate-injector.drain-wait", "PT3S"));
    assertThat(webhook.get("/health/readiness").statusCode()).isEqualTo(200);

    Thread stopping = Thread.ofVirtual().start(webhook::close);

    assertThat(Patience.until(() -> readiness(webhook) == 503)).isTrue();
    assertThat(webhook.post("{}").statusCode()).isEqualTo(400);
    stopping.join();
    assertThat(webhook.context.isRunning()).isFalse();
  }

  @Test
  void aConnectionThatIsKeptIsToldToEndWithItsNextAnswer() throws Exception {
    Path certificate = files.resolve("tls.crt");
    Path key = files.resolve("tls.key");
    TestCertificate.ec(1, Instant.parse("2126-01-01T00:00:00Z")).write(certificate, key);
    var webhook =
        new RunningWebhook(certificate, key, Map.of("fargate-injector.drain-wait", "PT3S"));
    try (var connection = RawConnection.open(webhook.port, "http/1.1")) {
      assertThat(connection.review()).doesNotContain("connection: close").contains("200 OK");

      Thread stopping = Thread.ofVirtual().start(webhook::close);
      assertThat(Patience.until(() -> readiness(webhook) == 503)).isTrue();

      assertThat(connection.review()).contains("200 OK", "connection: close");
      assertThat(connection.ended()).isTrue();
      stopping.join();
    }
  }

  private static int readiness(RunningWebhook webhook) throws java.io.IOException {
    try {
      return webhook.get("/health/readiness").statusCode();
    } catch (Exception failed) {
      throw new java.io.IOException(failed);
    }
  }
}
