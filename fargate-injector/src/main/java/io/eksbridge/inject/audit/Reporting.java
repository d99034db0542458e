// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.audit;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.controller.Events;
import io.eksbridge.inject.gap.Gap;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells what pods lack: meters of all, and for each a line and an Event, not many at once, and
/// once an hour, which is how long a cluster keeps Events.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class Reporting {
  private static final Logger LOGGER = LoggerFactory.getLogger(Reporting.class);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final int AT_ONCE = 20;

  private final Events events;
  private final MultiGauge missed;
  private final Map<String, Instant> told = new HashMap<>();
  private final Set<String> logged = new HashSet<>();
  private volatile long stale;
  private Map<Tags, Long> counted = Map.of();

  Reporting(Events events, MeterRegistry meters) {
    this.events = events;
    this.missed =
        MultiGauge.builder("fargate.injector.missed.pods")
            .description("Pods on Fargate that should have an Agent and have none")
            .register(meters);
    Gauge.builder("fargate.injector.stale.pods", () -> stale)
        .description("Pods whose Agent was given an address where the cluster agent is no longer")
        .register(meters);
  }

  /// These are the gaps now.
  void tell(List<Gap> gaps, Instant now) {
    count(gaps);
    var current = new TreeMap<String, Gap>();
    gaps.forEach(each -> current.put(key(each), each));
    told.keySet().retainAll(current.keySet());
    logged.retainAll(current.keySet());
    List<Map.Entry<String, Gap>> due =
        current.entrySet().stream()
            .filter(each -> !told.containsKey(each.getKey()) || over(told.get(each.getKey()), now))
            .limit(AT_ONCE)
            .toList();
    boolean heard = true;
    for (Map.Entry<String, Gap> each : due) {
      if (logged.add(each.getKey())) {
        log(each.getValue());
      }
      heard =
          heard
              && events.warn(
                  each.getValue().pod(), word(each.getValue()), each.getValue().sentence());
      if (heard) { // else it is tried again the next time, one of all
        told.put(each.getKey(), now);
      }
    }
  }

  /// They are for another replica to tell.
  void relieved() {
    stale = 0;
    counted = Map.of();
    missed.register(List.of(), true);
  }

  private static boolean over(Instant at, Instant now) {
    return !now.isBefore(at.plus(AGAIN));
  }

  /// Short, since there may be thousands: what makes the sentence another.
  private static String key(Gap gap) {
    return switch (gap) {
      case Gap.Stale(var pod, String address) -> pod.uid() + " " + address;
      case Gap.Missed(var pod, String reason, _, String now, _) ->
          pod.uid() + " " + reason + " " + now;
    };
  }

  private static String word(Gap gap) {
    return switch (gap) {
      case Gap.Stale _ -> "StaleAddress";
      case Gap.Missed _ -> "MissedPod";
    };
  }

  private static void log(Gap gap) {
    String what =
        switch (gap) {
          case Gap.Stale _ -> "pod stale";
          case Gap.Missed _ -> "pod missed";
        };
    LOGGER
        .atWarn()
        .addKeyValue("pod", gap.pod().title())
        .addKeyValue("reason", gap.reason())
        .addKeyValue("now", gap.now())
        .addKeyValue("why", gap.sentence())
        .log(what);
  }

  private void count(List<Gap> gaps) {
    long old = stale;
    stale = gaps.stream().filter(Gap.Stale.class::isInstance).count();
    Map<Tags, Long> counts =
        gaps.stream()
            .filter(Gap.Missed.class::isInstance)
            .collect(
                Collectors.groupingBy(
                    each -> Tags.of("reason", each.reason(), "now", each.now()),
                    Collectors.counting()));
    if (counts.equals(counted) && old == stale) {
      return;
    }
    counted = counts;
    missed.register(
        counts.entrySet().stream()
            .map(each -> MultiGauge.Row.of(each.getKey(), each.getValue()))
            .collect(Collectors.toList()),
        true);
    LOGGER
        .atInfo()
        .addKeyValue("stale", stale)
        .addKeyValue("missed", gaps.size() - stale)
        .log("coverage changed");
  }
}
