// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.restart;

import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.RestartConfig;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.RefusedByApi;
import io.eksbridge.inject.audit.Findings;
import io.eksbridge.inject.controller.Blocked;
import io.eksbridge.inject.controller.Duty;
import io.eksbridge.inject.controller.Journal;
import io.eksbridge.inject.gap.Gap;
import io.eksbridge.inject.wave.Cause;
import io.eksbridge.inject.wave.Ledger;
import io.eksbridge.inject.wave.Move;
import io.eksbridge.inject.wave.Owner;
import io.eksbridge.inject.wave.Rollout;
import io.eksbridge.inject.wave.Waves;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Restarts the owners of pods that a restart would mend, where the operator wants it.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class Restarter extends Duty {
  private static final Duration OFF = Duration.ofMinutes(1);
  private static final Duration PACE = Duration.ofSeconds(5);
  private static final Duration LATER = Duration.ofMinutes(5);
  private static final int LOOKED_AT = 10;

  private final RestartConfig config;
  private final Findings findings;
  private final Owners owners;
  private final Restarts restarts;
  private final Journal journal;
  private final Clock clock;
  private final Map<Owner, Instant> unfit = new HashMap<>();
  private volatile Optional<Move.Reason> halted = Optional.empty();

  Restarter(
      ControllerConfig controller,
      RestartConfig config,
      Findings findings,
      ApiObjects objects,
      Journal journal,
      MeterRegistry meters,
      Clock clock) {
    super("restarts");
    this.config = config;
    this.findings = findings;
    this.owners = new Owners(objects);
    this.restarts = new Restarts(objects, controller.namespace());
    this.journal = journal;
    this.clock = clock;
    for (Move.Reason each : Move.Reason.values()) {
      Gauge.builder(
              "fargate.injector.restarts.halted",
              () -> halted.filter(each::equals).isPresent() ? 1 : 0)
          .description("Whether nothing more is restarted until a person has looked")
          .tag("reason", each.label())
          .register(meters);
    }
  }

  @Override
  public List<ListWatch> watches() {
    return List.of();
  }

  @Override
  public void relieved() {
    super.relieved();
    halted = Optional.empty();
  }

  @Override
  public Optional<Instant> step() throws IOException, Blocked {
    Instant now = clock.instant();
    if (!config.wanted()) {
      stands("off");
      return Optional.of(now.plus(OFF));
    }
    if (findings.last().isEmpty()) {
      return Optional.of(now.plus(PACE));
    }
    Ledger ledger = restarts.ledger();
    Map<Owner, Cause> wanted = wanted(findings.last().get());
    Set<Owner> looked = looked(ledger, wanted, now);
    Map<Owner, Rollout> rollouts = new HashMap<>();
    for (Owner each : looked) {
      restarts.rollout(each).ifPresent(rollout -> rollouts.put(each, rollout));
    }
    Move move = Waves.decide(ledger, wanted, rollouts, looked, config.limits(), now);
    halted = Optional.empty();
    return switch (move) {
      case Move.Restart(List<Owner> wave, String cause, Ledger next) -> {
        restarts.write(next); // first, so that whoever comes after knows
        for (Owner each : wave) {
          restart(each, cause, now);
        }
        yield Optional.of(now.plus(PACE));
      }
      case Move.Close(Ledger next) -> {
        restarts.write(next);
        yield Optional.empty();
      }
      case Move.Rest(Instant again, String why) -> {
        stands(why);
        wanted.forEach((each, cause) -> pass(each, cause, rollouts, now));
        Instant soon = now.plus(PACE);
        yield Optional.of(again.isBefore(soon) ? again : soon);
      }
      case Move.Halt(Move.Reason reason, String why) -> {
        halted = Optional.of(reason);
        stands("halted: " + why);
        yield Optional.of(now.plus(PACE));
      }
    };
  }

  /// Looks at others first for a while, where a restart would do nothing or has been.
  private void pass(Owner owner, Cause cause, Map<Owner, Rollout> rollouts, Instant now) {
    Rollout rollout = rollouts.get(owner);
    if (rollout != null
        && (!rollout.obstacle().isEmpty() || rollout.cause().equals(cause.text()))) {
      unfit.put(owner, now.plus(LATER));
    }
  }

  private void restart(Owner owner, String cause, Instant now) throws IOException {
    try {
      restarts.restart(owner, cause, now);
      stands("restarted " + owner.title());
      String kind = owner.kind().toLowerCase(Locale.ROOT);
      String word = cause.startsWith("address ") ? "address" : "missed";
      journal.wrote(kind, owner.namespace() + "/" + owner.name(), "restart", word, List.of(cause));
    } catch (RefusedByApi no) {
      boolean another =
          no.code() == HttpURLConnection.HTTP_CONFLICT
              || no.code() == HttpURLConnection.HTTP_NOT_FOUND;
      if (!another) { // it is not there any more: the ledger closes it
        throw no;
      }
    }
  }

  /// The owners whose pods a restart would mend.
  private Map<Owner, Cause> wanted(List<Gap> gaps) throws IOException {
    owners.pass();
    var wanted = new TreeMap<Owner, Cause>();
    for (Gap gap : gaps) {
      Optional<Cause> cause =
          switch (gap) {
            case Gap.Stale(var _, String address) ->
                Optional.of(Cause.address(address)).filter(_ -> config.restartStale());
            case Gap.Missed missed ->
                Optional.of(Cause.missed(missed.reason()))
                    .filter(_ -> config.restartMissed() && missed.mends());
          };
      if (cause.isPresent()) {
        Optional<Owner> owner = owners.of(gap.pod());
        owner.ifPresent(each -> wanted.merge(each, cause.get(), (a, b) -> a.once() ? a : b));
      }
    }
    return wanted;
  }

  private Set<Owner> looked(Ledger ledger, Map<Owner, Cause> wanted, Instant now) {
    unfit.values().removeIf(until -> !now.isBefore(until));
    unfit.keySet().retainAll(wanted.keySet());
    var looked = new HashSet<Owner>();
    ledger.open().forEach(each -> looked.add(each.owner()));
    wanted.keySet().stream()
        .filter(each -> !unfit.containsKey(each))
        .limit(LOOKED_AT)
        .forEach(looked::add);
    return looked;
  }
}
