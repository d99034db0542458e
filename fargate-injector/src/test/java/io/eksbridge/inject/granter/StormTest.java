// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.GrantConfig;
import io.eksbridge.inject.access.Mode;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.controller.Blocked;
import io.eksbridge.inject.controller.StormyApiServer;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An API server that refuses is asked little, for as long as it does; then all is made good.
final class StormTest {
  private static final int PODS = 20;
  private static final Duration STEP = Duration.ofMillis(250);

  @TempDir Path folder;

  private final Time time = new Time();
  private Optional<String> problem = Optional.empty();

  @ParameterizedTest
  @CsvSource({"429,60", "503,60", "409,180", "403,180"})
  void aMinuteOfRefusalsCostsSoManyRequestsAndNoMore(int status, int bound) throws Exception {
    try (var server = cluster();
        ApplicationContext context = context(server)) {
      Granter granter = granter(context);
      server.refuses(status);

      pass(granter, Duration.ofMinutes(1));

      assertThat(server.writes.get()).isPositive().isLessThanOrEqualTo(bound);
      assertThat(problem).hasValueSatisfying(why -> assertThat(why).contains("not now"));
      assertThat(granter.state()).isEqualTo("20 to be written");

      server.refuses(0);
      pass(granter, Duration.ofMinutes(3));

      assertThat(server.below("/apis/rbac")).isEqualTo(2 * PODS);
      assertThat(granter.state())
          .isEqualTo("scoped: 20 of 20 pods granted, 0 waiting, 0 contested");
      assertThat(problem).isEmpty();
    }
  }

  @Test
  void whatAnotherReplicaWroteMeanwhileIsNotWrittenAgain() throws Exception {
    try (var server = cluster()) {
      try (ApplicationContext first = context(server)) {
        pass(granter(first), Duration.ofSeconds(10));
      }
      int before = server.writes.get();
      try (ApplicationContext second = context(server)) {
        pass(granter(second), Duration.ofSeconds(10));
      }

      assertThat(before).isEqualTo(2 * PODS);
      assertThat(server.writes.get()).isEqualTo(before);
    }
  }

  /// Each pod on a node and with an account of its own.
  private static StormyApiServer cluster() throws IOException {
    var server = new StormyApiServer();
    for (int number = 0; number < PODS; number++) {
      server.has(
          "/api/v1/namespaces/shop/pods/p" + number,
          """
          {"metadata":{"name":"p%d","namespace":"shop","uid":"u%d"},"spec":{"schedulerName":"fargate-scheduler",
          "serviceAccountName":"a%d","nodeName":"fargate-%d","containers":[{"name":"datadog-agent-injected"}]}}
          """
              .formatted(number, number, number, number));
      server.has(
          "/api/v1/nodes/fargate-" + number,
          """
          {"metadata":{"name":"fargate-%d","labels":{"eks.amazonaws.com/compute-type":"fargate"}}}
          """
              .formatted(number));
    }
    return server;
  }

  private ApplicationContext context(StormyApiServer server) throws IOException {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .properties(
            Map.of(
                FargateInjector.COMMAND,
                FargateInjector.CONTROLLER,
                "fargate-injector.kubeconfig",
                server.kubeconfig(folder).toString()))
        .start();
  }

  /// With all lists read once, and no watch that changes anything.
  private Granter granter(ApplicationContext context) throws IOException {
    Sight sight = context.getBean(Sight.class);
    for (ListWatch each : sight.watches()) {
      each.list();
    }
    return new Granter(
        new GrantConfig(Mode.SCOPED),
        sight,
        context.getBean(GrantWriter.class),
        context.getBean(AccessMetrics.class),
        context.getBean(GrantNotices.class),
        time);
  }

  /// Asks it again and again, more often than anybody would.
  private void pass(Granter granter, Duration time) throws IOException {
    Instant end = this.time.instant().plus(time);
    while (this.time.instant().isBefore(end)) {
      try {
        Optional<Instant> again = granter.step();
        if (again.isPresent()) {
          problem = Optional.empty();
          this.time.pass(STEP);
        }
      } catch (Blocked why) {
        problem = Optional.of(String.valueOf(why.getMessage()));
        this.time.pass(STEP);
      }
    }
  }

  /// A clock that is set.
  private static final class Time extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
