// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.inject.tls.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingCertificateTest {
  private static final Instant LATER = Instant.parse("2126-01-01T00:00:00Z");
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir Path files;

  @Test
  void aNewCertificateIsServedWithoutARestart() throws Exception {
    TestCertificate.ec(1, LATER).write(files.resolve("tls.crt"), files.resolve("tls.key"));
    try (RunningWebhook webhook = webhook()) {
      assertThat(webhook.servedSerial()).isEqualTo(1);

      TestCertificate.rsa(2, LATER).write(files.resolve("tls.crt"), files.resolve("tls.key"));

      until(() -> webhook.servedSerial() == 2);
      assertThat(metric(webhook, "reloads_total{result=\"served\"}")).isPositive();
    }
  }

  @Test
  void aMountedSecretThatIsSwappedByItsLinkIsServed() throws Exception {
    Path first = Files.createDirectory(files.resolve("..first"));
    Path second = Files.createDirectory(files.resolve("..second"));
    TestCertificate.ec(1, LATER).write(first.resolve("tls.crt"), first.resolve("tls.key"));
    TestCertificate.ec(2, LATER).write(second.resolve("tls.crt"), second.resolve("tls.key"));
    Path data = Files.createSymbolicLink(files.resolve("..data"), first);
    Files.createSymbolicLink(files.resolve("tls.crt"), data.resolve("tls.crt"));
    Files.createSymbolicLink(files.resolve("tls.key"), data.resolve("tls.key"));
    try (RunningWebhook webhook = webhook()) {
      Path next = Files.createSymbolicLink(files.resolve("..data_tmp"), second);
      Files.move(next, data, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

      until(() -> webhook.servedSerial() == 2);
    }
  }

  @Test
  void aPairThatDoesNotBelongTogetherIsNotServed() throws Exception {
    TestCertificate.ec(1, LATER).write(files.resolve("tls.crt"), files.resolve("tls.key"));
    try (RunningWebhook webhook = webhook()) {
      Files.writeString(files.resolve("tls.crt"), TestCertificate.ec(2, LATER).certificatePem());

      until(() -> metric(webhook, "reloads_total{result=\"refused\"}") > 0);
      assertThat(webhook.servedSerial()).isEqualTo(1);
      assertThat(webhook.get("/health/readiness").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anExpiredCertificateIsNotReadyAndItsEndIsMeasured() throws Exception {
    Instant expired = Instant.parse("2026-01-01T00:00:00Z");
    TestCertificate.ec(1, expired).write(files.resolve("tls.crt"), files.resolve("tls.key"));
    try (RunningWebhook webhook = webhook()) {
      assertThat(webhook.get("/health/readiness").statusCode()).isEqualTo(503);
      assertThat(webhook.get("/health/liveness").statusCode()).isEqualTo(200);
      assertThat(metric(webhook, "expiry_timestamp_seconds"))
          .isEqualTo((double) expired.getEpochSecond());

      TestCertificate.ec(2, LATER).write(files.resolve("tls.crt"), files.resolve("tls.key"));

      until(() -> webhook.get("/health/readiness").statusCode() == 200);
    }
  }

  @Test
  void whileThereIsNoneTheWebhookIsNotReadyAndThenServesTheFirst() throws Exception {
    try (RunningWebhook webhook = webhook()) {
      assertThat(webhook.get("/health/readiness").statusCode()).isEqualTo(503);
      assertThat(webhook.get("/health/liveness").statusCode()).isEqualTo(200);
      assertThatThrownBy(webhook::servedSerial).isInstanceOf(java.io.IOException.class);

      TestCertificate.ec(7, LATER).write(files.resolve("tls.crt"), files.resolve("tls.key"));

      until(() -> webhook.get("/health/readiness").statusCode() == 200);
      assertThat(webhook.servedSerial()).isEqualTo(7);
    }
  }

  @Test
  void keysAreReadInEachOfTheirForms() throws Exception {
    for (TestCertificate each :
        new TestCertificate[] {TestCertificate.ec(1, LATER), TestCertificate.rsa(2, LATER)}) {
      assertThat(Pem.read(each.certificatePem(), each.pkcs8()).chain())
          .containsExactly(each.certificate());
      assertThat(Pem.read(each.certificatePem(), each.traditional()).chain())
          .containsExactly(each.certificate());
    }
  }

  @Test
  void keysOfAnotherKindDoNotBelong() throws Exception {
    String certificate = TestCertificate.ec(1, LATER).certificatePem();
    String key = TestCertificate.rsa(2, LATER).pkcs8();

    assertThatThrownBy(() -> Pem.read(certificate, key))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("do not belong together");
  }

  private RunningWebhook webhook() {
    return new RunningWebhook(files.resolve("tls.crt"), files.resolve("tls.key"), Map.of());
  }

  private static double metric(RunningWebhook webhook, String name) throws Exception {
    return webhook
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("fargate_injector_certificate_" + name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElse(0);
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(DEADLINE);
    while (!condition.call()) {
      assertThat(Instant.now()).as("deadline").isBefore(end);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
