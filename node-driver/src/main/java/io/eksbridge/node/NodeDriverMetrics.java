// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.Asked;
import io.eksbridge.node.volume.Census;
import io.eksbridge.node.volume.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Every meter of the driver, one method each. No label takes a value that a caller could choose.
@Singleton
public final class NodeDriverMetrics {
  /// Named as in the official driver; see [MetricNames].
  static final String PUBLISH = Names.METRICS + "node.publish.volume.attempts";

  /// Named as in the official driver; see [MetricNames].
  static final String UNPUBLISH = Names.METRICS + "node.unpublish.volume.attempts";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10),
    Duration.ofMillis(25), Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(2),
    Duration.ofSeconds(10), Duration.ofSeconds(60)
  };

  private static final int MOST_SERIES = 500;

  private final MeterRegistry meters;
  private final Map<Answer, Timer> timers = new ConcurrentHashMap<>();

  private final Map<Attempt, Counter> publishes = new ConcurrentHashMap<>();
  private final Map<String, Counter> unpublishes = new ConcurrentHashMap<>();

  private record Answer(String method, String code) {}

  private record Attempt(String type, String path, String status) {}

  /// Meters in this registry.
  public NodeDriverMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Counts a publish; the path is empty where the pod chose it, or asked for something that there
  /// is not.
  public void published(Asked asked, AgentSockets agent, Optional<Problem> problem) {
    String path =
        switch (asked) {
          case Asked.Known(var kind, _) ->
              kind.source(agent).map(source -> source.path().toString()).orElse("");
          case Asked.Unfit _ -> "";
        };
    published(asked, path, problem);
  }

  /// Counts a publish of what has that name; no more names than there may be.
  public void published(Asked asked, String name, Optional<Problem> problem) {
    var named = new Attempt(asked.label(), name, status(problem));
    boolean room = publishes.containsKey(named) || publishes.size() < MOST_SERIES;
    publishes
        .computeIfAbsent(
            room ? named : new Attempt(named.type(), "", named.status()),
            one ->
                Counter.builder(PUBLISH)
                    .description("Publishes of a volume that were asked for")
                    .tags("type", one.type(), "path", one.path(), "status", one.status())
                    .register(meters))
        .increment();
  }

  /// Counts an unpublish.
  public void unpublished(Optional<Problem> problem) {
    unpublishes
        .computeIfAbsent(
            status(problem),
            status ->
                Counter.builder(UNPUBLISH)
                    .description("Unpublishes of a volume that were asked for")
                    .tags("status", status)
                    .register(meters))
        .increment();
  }

  /// Times a call of a known method.
  public void answered(String method, String code, Duration took) {
    timers.computeIfAbsent(new Answer(method, code), this::timer).record(took);
  }

  private Timer timer(Answer answer) {
    return Timer.builder(Names.METRICS + "rpc.duration")
        .description("Time to answer a call on the CSI and registration sockets")
        .tag("method", answer.method())
        .tag("code", answer.code())
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  /// Shows whether the kubelet took the driver in.
  public void registration(BooleanSupplier registered) {
    Gauge.builder(Names.METRICS + "registered", registered, is -> is.getAsBoolean() ? 1 : 0)
        .description("1 while the kubelet has the driver registered")
        .strongReference(true)
        .register(meters);
  }

  /// Counts how often the kubelet was shown the driver.
  public void offered() {
    Counter.builder(Names.METRICS + "registration.offers")
        .description("Times that the kubelet was shown the driver")
        .register(meters)
        .increment();
  }

  /// Shows how many volumes there were when they were last looked at.
  public void volumes(Supplier<Census> census) {
    Gauge.builder(Names.METRICS + "volumes.published", () -> census.get().published())
        .description("Mounts of the driver below the kubelet's pods")
        .strongReference(true)
        .register(meters);
    Gauge.builder(Names.METRICS + "volumes.stale", () -> census.get().stale().size())
        .description("Those of them that show what was deleted since")
        .strongReference(true)
        .register(meters);
  }

  /// Shows how much node directories hold; none of them by name, since pods choose those.
  public void directories(Supplier<Number> number, Supplier<Number> bytes, Supplier<Number> full) {
    directories("", "Node directories on this node", number);
    directories(".bytes", "Bytes of the disk that node directories take", bytes);
    directories(".full", "Node directories that hold as much as they may, or more", full);
  }

  private void directories(String name, String says, Supplier<Number> value) {
    Gauge.builder(Names.METRICS + "node.directories" + name, value)
        .description(says)
        .strongReference(true)
        .register(meters);
  }

  private static String status(Optional<Problem> problem) {
    if (problem.isEmpty()) {
      return "success";
    }
    return problem.get() instanceof Problem.UnknownType
            || problem.get() instanceof Problem.UnknownMode
        ? Asked.UNSUPPORTED
        : "failed";
  }
}
