// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.GrantConfig;
import io.eksbridge.inject.access.GrantChange;
import io.eksbridge.inject.access.Held;
import io.eksbridge.inject.access.Mode;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.controller.Blocked;
import io.eksbridge.inject.controller.Duty;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Keeps roles and bindings as the pods need them. Changes are gathered for a moment, since pods
/// come and go together, and then done, so many at once and no more.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class Granter extends Duty {
  private static final Duration GATHERED = Duration.ofMillis(300);
  private static final Duration UNSYNCED = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int AT_ONCE = 8;
  private static final int MOST = 400;

  private final Mode mode;
  private final Sight sight;
  private final GrantWriter writer;
  private final AccessMetrics metrics;
  private final GrantNotices notices;
  private final Clock clock;
  private final Patience patience = new Patience();
  private final ExecutorService hands =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("grants-", 0).factory());
  private final Set<String> made = ConcurrentHashMap.newKeySet();
  private volatile Instant gathered = Instant.MIN;
  private volatile boolean gathering;

  Granter(
      GrantConfig config,
      Sight sight,
      GrantWriter writer,
      AccessMetrics metrics,
      GrantNotices notices,
      Clock clock) {
    super("access");
    this.mode = config.kubeletAccess();
    this.sight = sight;
    this.writer = writer;
    this.metrics = metrics;
    this.notices = notices;
    this.clock = clock;
    sight.listen(this::changed);
  }

  @Override
  public List<ListWatch> watches() {
    return sight.watches();
  }

  @Override
  public Optional<Instant> step() throws IOException, Blocked {
    Instant now = clock.instant();
    if (!sight.synced()) {
      return Optional.of(now.plus(UNSYNCED));
    }
    if (gathering && now.isBefore(gathered)) {
      return Optional.of(gathered);
    }
    gathering = false;
    Situation situation = sight.look(made);
    metrics.seen(situation);
    notices.clashes(situation.clashes(), situation.held());
    patience.only(situation.changes().stream().map(Granter::key).collect(Collectors.toSet()));
    List<GrantChange> due = due(situation, now);
    if (due.isEmpty()) {
      made.clear();
      made.addAll(situation.held().made());
      return rest(situation, now);
    }
    stands("writing");
    perform(due);
    Set<String> names = due.stream().map(GrantChange::name).collect(Collectors.toSet());
    perform( // a binding follows its role at once, and goes at once before it
        due(sight.look(made), clock.instant()).stream()
            .filter(each -> names.contains(each.name()))
            .toList());
    return Optional.empty();
  }

  @Override
  public void relieved() {
    super.relieved();
    metrics.relieved();
    notices.relieved();
    made.clear(); // what is gone when this replica leads again, another may have taken away
  }

  /// The first of some changes: what comes while they are gathered is seen when they are.
  private void changed() {
    if (!gathering) {
      gathered = clock.instant().plus(GATHERED);
      gathering = true;
      bell().ring();
    }
  }

  private List<GrantChange> due(Situation situation, Instant now) {
    return situation.changes().stream()
        .filter(each -> patience.allows(key(each), now))
        .limit(MOST)
        .toList();
  }

  @PreDestroy
  void end() {
    hands.shutdownNow();
  }

  /// Nothing can be done now: all is well, or something must be waited for.
  private Optional<Instant> rest(Situation situation, Instant now) throws Blocked {
    Instant longest = now.plus(LONGEST);
    Optional<Instant> again = patience.next().filter(each -> each.isBefore(longest));
    stands(state(situation));
    Optional<String> problem = patience.problem();
    if (problem.isPresent()) {
      throw new Blocked(problem.get());
    }
    return Optional.of(again.orElse(longest));
  }

  private String state(Situation situation) {
    int left = situation.changes().size();
    String clash =
        situation.clashes().stream()
            .findFirst()
            .map(each -> ", " + each.kind() + " " + each.name() + " is not ours: delete it")
            .orElse("");
    return left > 0
        ? left + " to be written" + clash
        : "%s: %d of %d pods granted, %d waiting, %d contested%s"
            .formatted(
                mode,
                situation.coverage().granted().size(),
                situation.coverage().granted().size() + situation.coverage().open().size(),
                situation.demand().waiting().size(),
                situation.demand().contested().size(),
                clash);
  }

  private void perform(List<GrantChange> due) throws IOException {
    List<Future<?>> running =
        due.stream().<Future<?>>map(each -> hands.submit(() -> attempt(each))).toList();
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (InterruptedException stop) {
        running.forEach(other -> other.cancel(true));
        Thread.currentThread().interrupt();
        return;
      } catch (java.util.concurrent.ExecutionException surprise) {
        throw new IOException("a grant was not written: " + surprise.getCause(), surprise);
      }
    }
  }

  private void attempt(GrantChange change) {
    if (!patience.allows(key(change), clock.instant())) {
      return; // the API server wants to be left alone since
    }
    try {
      writer.perform(change);
      done(change);
    } catch (IOException refused) {
      patience.failed(key(change), refused, clock.instant());
      metrics.written(false);
    }
  }

  /// What we take away, nobody else has.
  private void done(GrantChange change) {
    switch (change) {
      case GrantChange.WriteRole _ -> made.add(Held.role(change.name()));
      case GrantChange.WriteBinding _ -> made.add(Held.binding(change.name()));
      case GrantChange.DeleteRole _ -> made.remove(Held.role(change.name()));
      case GrantChange.DeleteBinding _ -> made.remove(Held.binding(change.name()));
      case GrantChange.Refuse _ -> {}
    }
    patience.succeeded(key(change));
    metrics.written(true);
  }

  private static String key(GrantChange change) {
    return change.getClass().getSimpleName() + " " + change.name();
  }
}
