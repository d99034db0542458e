// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.verdict.Verdict;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Every meter of the webhook.
@Singleton
public final class InjectorMetrics {
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofSeconds(1)
  };

  private static final double[] SIZES = {1024, 4096, 16_384, 65_536, 262_144, 1_048_576};

  private final MeterRegistry meters;
  private final Timer duration;
  private final DistributionSummary reviews;
  private final DistributionSummary patches;

  InjectorMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.duration =
        Timer.builder("fargate.injector.decision")
            .description("From a review that was read to its answer")
            .serviceLevelObjectives(BUCKETS)
            .register(meters);
    this.reviews = bytes("fargate.injector.review", "The reviews that were read");
    this.patches = bytes("fargate.injector.patch", "The patches that were sent, of pods changed");
  }

  private DistributionSummary bytes(String name, String description) {
    return DistributionSummary.builder(name)
        .description(description)
        .baseUnit(BaseUnits.BYTES)
        .serviceLevelObjectives(SIZES)
        .register(meters);
  }

  /// A review was answered.
  public void decided(Verdict verdict, Duration took) {
    duration.record(took);
    meters
        .counter(
            "fargate.injector.decisions",
            "decision",
            verdict.decision(),
            "profile",
            verdict.profileName(),
            "reason",
            verdict.reason().label())
        .increment();
    switch (verdict) {
      case Verdict.Inject inject -> size(inject.growth());
      case Verdict.Connect _, Verdict.Skip _ -> {}
    }
  }

  /// A review of so many bytes was answered with a patch of so many, 0 for none.
  public void sent(int review, int patch) {
    reviews.record(review);
    if (patch > 0) {
      patches.record(patch);
    }
  }

  private void size(Verdict.Growth growth) {
    meters
        .counter(
            "fargate.injector.sizes",
            "before",
            Verdict.Growth.text(growth.before()),
            "after",
            Verdict.Growth.text(growth.after()))
        .increment();
  }

  /// A request was refused as no review.
  public void refused(int status) {
    meters
        .counter("fargate.injector.refused.requests", "status", Integer.toString(status))
        .increment();
  }

  /// A connection, or a request of one, was ended from this side.
  public void letGo(String why) {
    meters.counter("fargate.injector.closed.connections", "reason", why).increment();
  }

  /// When the serving certificate ends, as seconds since 1970.
  public void certificateExpiry(Supplier<Instant> expiry) {
    TimeGauge.builder(
            "fargate.injector.certificate.expiry.timestamp",
            () -> expiry.get().getEpochSecond(),
            TimeUnit.SECONDS)
        .description("When the serving certificate ends")
        .register(meters);
  }

  /// The certificate was read again, or could not be.
  public void reloaded(boolean well) {
    meters
        .counter("fargate.injector.certificate.reloads", "result", well ? "served" : "refused")
        .increment();
  }
}
