// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.access.Account;
import io.eksbridge.inject.access.Demand;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.controller.Duty;
import io.eksbridge.inject.controller.Events;
import io.eksbridge.inject.fleet.FargatePod;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the pods whose ServiceAccount may not read their kubelet. Only those are asked about that
/// nothing of ours lets in for a while, each once in ten minutes, and some at a time.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class Reviewer extends Duty {
  static final String REASON = "KubeletAccessDenied";

  private static final Logger LOGGER = LoggerFactory.getLogger(Reviewer.class);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration GOOD_FOR = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int AT_A_TIME = 20;

  private final Sight sight;
  private final Reviews reviews;
  private final Events events;
  private final AccessMetrics metrics;
  private final Clock clock;
  private final Map<Question, Answer> answers = new HashMap<>();
  private final Map<Question, Instant> since = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  Reviewer(Sight sight, Reviews reviews, Events events, AccessMetrics metrics, Clock clock) {
    super("reviews");
    this.sight = sight;
    this.reviews = reviews;
    this.events = events;
    this.metrics = metrics;
    this.clock = clock;
  }

  private record Question(Account account, String node) {}

  private record Answer(boolean allowed, Instant at) {}

  @Override
  public List<ListWatch> watches() {
    return sight.watches();
  }

  @Override
  public Optional<Instant> step() throws IOException {
    Instant now = clock.instant();
    if (!sight.synced()) {
      return Optional.of(now.plus(PAUSE));
    }
    Map<Question, List<FargatePod>> open = open();
    since.keySet().retainAll(open.keySet());
    answers.keySet().retainAll(open.keySet());
    open.keySet().forEach(each -> since.putIfAbsent(each, now));
    List<Question> due = open.keySet().stream().filter(each -> due(each, now)).toList();
    for (Question each : due.subList(0, Math.min(AT_A_TIME, due.size()))) {
      metrics.asked();
      answers.put(each, new Answer(reviews.allowed(each.account(), each.node()), now));
    }
    report(open);
    return Optional.of(now.plus(due.size() > AT_A_TIME ? PAUSE : open.isEmpty() ? LONGEST : GRACE));
  }

  @Override
  public void relieved() {
    super.relieved();
    answers.clear();
    since.clear();
    metrics.reviewed(0, 0);
  }

  private Map<Question, List<FargatePod>> open() {
    var open = new HashMap<Question, List<FargatePod>>();
    for (FargatePod pod : sight.look(Set.of()).coverage().open()) {
      open.merge(new Question(Demand.account(pod), pod.node()), List.of(pod), Reviewer::together);
    }
    return open;
  }

  private boolean due(Question question, Instant now) {
    Answer answer = answers.get(question);
    return answer == null
        ? !now.isBefore(since.getOrDefault(question, now).plus(GRACE))
        : !now.isBefore(answer.at().plus(answer.allowed() ? GOOD_FOR : LONGEST));
  }

  private void report(Map<Question, List<FargatePod>> open) {
    int denied = 0;
    int allowed = 0;
    var living = new HashSet<String>();
    for (var each : open.entrySet()) {
      each.getValue().forEach(pod -> living.add(pod.uid()));
      Answer answer = answers.get(each.getKey());
      if (answer != null && answer.allowed()) {
        allowed += each.getValue().size();
      } else if (answer != null) {
        denied += each.getValue().size();
        each.getValue().forEach(pod -> deny(each.getKey(), pod));
      }
    }
    told.retainAll(living);
    metrics.reviewed(denied, allowed);
    stands("%d pods denied, %d let in by others".formatted(denied, allowed));
  }

  private void deny(Question question, FargatePod pod) {
    if (!told.add(pod.uid())) {
      return;
    }
    LOGGER
        .atWarn()
        .addKeyValue("pod", pod.title())
        .addKeyValue("account", question.account().title())
        .addKeyValue("node", question.node())
        .addKeyValue("reason", "kubelet_access_denied")
        .log("kubelet not readable");
    events.warn(
        pod,
        REASON,
        "The ServiceAccount %s may not get nodes/proxy of %s: the Agent in this pod cannot see its"
                .formatted(question.account().title(), question.node())
            + " containers");
  }

  private static List<FargatePod> together(List<FargatePod> some, List<FargatePod> more) {
    return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
  }
}
