// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.TokenRules.Hold;
import io.eksbridge.sync.rotation.AgentAnswer;
import io.eksbridge.sync.rotation.Consumer;
import io.eksbridge.sync.rotation.Consumer.Stale;
import io.eksbridge.sync.rotation.Phase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Every meter that token-sync exports, one method each.
@Singleton
final class SyncMetrics {
  private static final String PREFIX = "eksbridge.token.sync.";

  private final MeterRegistry registry;
  private final MultiGauge held;
  private final MultiGauge phases;
  private final MultiGauge stale;
  private final AtomicInteger isLate = new AtomicInteger();
  private final AtomicInteger isFlapping = new AtomicInteger();
  private final Timer propagation;

  SyncMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.held =
        MultiGauge.builder(PREFIX + "source.held")
            .description("1 while nothing is spread because of this source")
            .register(registry);
    this.phases =
        MultiGauge.builder(PREFIX + "rotation.phase")
            .description("1 for the phase in which the rotation of the token is")
            .register(registry);
    this.stale =
        MultiGauge.builder(PREFIX + "consumers.stale")
            .description("Running pods that read the Secret before it got its values of today")
            .register(registry);
    Gauge.builder(PREFIX + "rotation.late", isLate::get)
        .description("1 where the cluster agent did not accept a token in time")
        .register(registry);
    Gauge.builder(PREFIX + "source.flapping", isFlapping::get)
        .description("1 while the source's token changes all the time")
        .register(registry);
    this.propagation =
        Timer.builder(PREFIX + "propagation")
            .description("From the news of a cause to the copy it asked for")
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1))
            .register(registry);
  }

  /// A change that the API server was asked for, or a conflict for which it was not.
  void changed(Outcome outcome, Duration sinceAsked) {
    Counter.builder(PREFIX + "changes")
        .description("What was done for a copy, or could not be, by what came of it")
        .tag("change", outcome.change().verb())
        .tag("reason", outcome.change().why().name())
        .tag("result", outcome.word())
        .register(registry)
        .increment();
    switch (outcome.change()) {
      case Change.Create _, Change.Update _ -> {
        if (outcome.settled()) {
          propagation.record(sinceAsked);
        }
      }
      case Change.Release _, Change.Delete _, Change.Leave _ -> {}
    }
  }

  /// How many namespaces are to hold a copy, and how many hold a true one.
  void copies(Supplier<Collection<Outcome>> standing) {
    Gauge.builder(PREFIX + "copies.wanted", () -> count(standing, false))
        .description("Namespaces that are to hold a copy")
        .register(registry);
    Gauge.builder(PREFIX + "copies.true", () -> count(standing, true))
        .description("Namespaces that hold the copy they are to hold")
        .register(registry);
    for (String word : ApplyResult.TROUBLES) {
      Gauge.builder(PREFIX + "copies.untrue", () -> untrue(standing, word))
          .description("Namespaces that do not hold the copy they are to hold, by what came of it")
          .tag("result", word)
          .register(registry);
    }
  }

  /// How many sources were not given.
  void unsourced(int missing) {
    Gauge.builder(PREFIX + "sources.unset", () -> missing)
        .description("Sources that were not given: nothing is copied until they are")
        .register(registry);
  }

  /// Whether the brake holds what would be taken away.
  void braked(BooleanSupplier braking) {
    Gauge.builder(PREFIX + "braked", () -> braking.getAsBoolean() ? 1 : 0)
        .description("1 while no copy is taken away because too many would be")
        .register(registry);
  }

  /// How many changes may be under way at once.
  void concurrency(Supplier<Integer> allowed) {
    Gauge.builder(PREFIX + "concurrency", allowed)
        .description("Changes that may be under way at once, as the API server bears them")
        .register(registry);
  }

  /// Whether this replica does the work.
  void leads(BooleanSupplier leads) {
    Gauge.builder(PREFIX + "leads", () -> leads.getAsBoolean() ? 1 : 0)
        .description("1 where this replica does the work")
        .register(registry);
  }

  /// How many pods started without a sidecar for want of a copy.
  void missed(Supplier<Collection<String>> pods) {
    Gauge.builder(PREFIX + "pods.missed", () -> pods.get().size())
        .description("Running pods that started without a sidecar for want of a copy")
        .register(registry);
  }

  /// Where a rotation stands, and whether its deadline has passed.
  void phase(Phase now, boolean late) {
    phases.register(
        Stream.of(Phase.values())
            .<MultiGauge.Row<?>>map(
                phase -> MultiGauge.Row.of(Tags.of("phase", phase.name()), phase == now ? 1 : 0))
            .toList(),
        true);
    isLate.set(late ? 1 : 0);
  }

  /// What the cluster agent made of the source's token.
  void answer(AgentAnswer answer) {
    Counter.builder(PREFIX + "agent.answers")
        .description("What the cluster agent answered to the source's token")
        .tag("answer", answer.name())
        .register(registry)
        .increment();
  }

  /// Whether the source changes all the time.
  void flapping(boolean now) {
    isFlapping.set(now ? 1 : 0);
  }

  /// Who runs with an old token.
  void stale(List<Stale> now) {
    stale.register(
        Stream.of(Consumer.Kind.values())
            .<MultiGauge.Row<?>>map(
                kind ->
                    MultiGauge.Row.of(
                        Tags.of("kind", kind.name()),
                        now.stream()
                            .filter(each -> each.kind() == kind)
                            .mapToInt(Stale::pods)
                            .sum()))
            .toList(),
        true);
  }

  /// Which sources are held, of all that there are, by the copy's keys.
  void held(Collection<String> sources, Map<String, Hold> why) {
    List<MultiGauge.Row<?>> rows =
        sources.stream()
            .<MultiGauge.Row<?>>map(source -> row(source, Optional.ofNullable(why.get(source))))
            .toList();
    held.register(rows, true);
  }

  /// How long ago a watch last heard from the API server.
  void watch(String name, Supplier<Duration> age) {
    Gauge.builder(PREFIX + "watch.age", () -> age.get().toMillis() / 1000.0)
        .description("Time since a watch last heard from the API server")
        .baseUnit("seconds")
        .tag("watch", name)
        .register(registry);
  }

  private static MultiGauge.Row<?> row(String source, Optional<Hold> why) {
    String reason = why.map(Hold::name).orElse("NONE");
    return MultiGauge.Row.of(Tags.of("source", source, "reason", reason), why.isPresent() ? 1 : 0);
  }

  private static long untrue(Supplier<Collection<Outcome>> standing, String word) {
    return standing.get().stream()
        .filter(outcome -> outcome.wanted() && !outcome.settled() && outcome.word().equals(word))
        .count();
  }

  private static long count(Supplier<Collection<Outcome>> standing, boolean settled) {
    return standing.get().stream()
        .filter(outcome -> outcome.wanted() && (!settled || outcome.settled()))
        .count();
  }
}
