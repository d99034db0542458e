// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.StableConfig;
import io.eksbridge.inject.address.AddressBook;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.cluster.ClusterState;
import io.eksbridge.inject.cluster.Watches;
import io.eksbridge.inject.controller.Duty;
import io.eksbridge.inject.fleet.FargatePod;
import io.eksbridge.inject.gap.Addresses;
import io.eksbridge.inject.gap.Gap;
import io.eksbridge.inject.gap.Gaps;
import io.eksbridge.inject.registration.Configurations;
import io.eksbridge.inject.sight.PodsMirror;
import io.eksbridge.inject.verdict.Policy;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the pods whose Agent has an old address, and those that have none: each few seconds, since
/// nothing waits for it.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class Audit extends Duty {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PACE = Duration.ofSeconds(5);
  private static final Duration WHILE = Duration.ofMinutes(1);

  private final ControllerConfig config;
  private final AddressConfig address;
  private final StableConfig stable;
  private final Policy policy;
  private final ApiObjects objects;
  private final ClusterState cluster;
  private final Watches watches;
  private final AddressBook book;
  private final PodsMirror pods;
  private final Reporting reporting;
  private final Findings findings;
  private final Clock clock;
  private final Map<String, Judged> judged = new HashMap<>();

  Audit(
      ControllerConfig config,
      AddressConfig address,
      StableConfig stable,
      Policy policy,
      ApiObjects objects,
      ClusterState cluster,
      Watches watches,
      AddressBook book,
      PodsMirror pods,
      Reporting reporting,
      Findings findings,
      Clock clock) {
    super("coverage");
    this.config = config;
    this.address = address;
    this.stable = stable;
    this.policy = policy;
    this.objects = objects;
    this.cluster = cluster;
    this.watches = watches;
    this.book = book;
    this.pods = pods;
    this.reporting = reporting;
    this.findings = findings;
    this.clock = clock;
  }

  @Override
  public List<ListWatch> watches() {
    return List.of(pods.watch());
  }

  @Override
  public Optional<Instant> step() throws IOException {
    Instant now = clock.instant();
    if (!pods.watch().synced() || !watches.complete()) {
      return Optional.of(now.plus(PACE)); // what is not known yet is no gap
    }
    var gaps = new Gaps(policy, config.automatic(), config.namespace(), registered());
    Addresses addresses = addresses();
    var found = new ArrayList<Gap>();
    var seen = new HashSet<String>();
    for (FargatePod pod : pods.all()) {
      seen.add(pod.uid());
      gaps.stale(pod, addresses).ifPresent(found::add);
      missed(gaps, pod, now).ifPresent(found::add);
    }
    forget(seen);
    reporting.tell(found, now);
    findings.found(found);
    long stale = found.stream().filter(Gap.Stale.class::isInstance).count();
    stands(
        found.isEmpty()
            ? "all %d pods are well".formatted(seen.size())
            : "%d stale, %d missed of %d pods".formatted(stale, found.size() - stale, seen.size()));
    return Optional.of(now.plus(PACE));
  }

  /// What a pod lacks is decided when it changes, and again after a while: the cluster changes too.
  private Optional<Gap> missed(Gaps gaps, FargatePod pod, Instant now) throws IOException {
    Optional<String> text = pods.uncovered(pod.uid());
    if (text.isEmpty()) {
      judged.remove(pod.uid());
      return Optional.empty();
    }
    Judged last = judged.get(pod.uid());
    if (last != null && last.holds(text.get(), gaps.registered(), now)) {
      return last.gap();
    }
    Optional<Gap> gap = gaps.missed(pod, read(text.get()), cluster.view(pod.namespace()));
    judged.put(pod.uid(), new Judged(text.get(), gaps.registered(), now.plus(WHILE), gap));
    return gap;
  }

  private void forget(Set<String> seen) {
    judged.keySet().retainAll(seen);
  }

  private static JsonNode read(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  /// Since when pods come to the webhook.
  private Optional<Instant> registered() throws IOException {
    Optional<Instant> first = Optional.empty();
    for (String name : Configurations.NAMES) {
      Optional<Instant> made =
          objects
              .get(Resource.CONFIGURATIONS + "/" + name)
              .map(each -> each.at("/metadata/creationTimestamp").asText())
              .filter(each -> !each.isEmpty())
              .map(Instant::parse);
      if (made.isPresent() && first.filter(made.get()::isAfter).isEmpty()) {
        first = made;
      }
    }
    return first;
  }

  private Addresses addresses() {
    String namespace = address.clusterAgentNamespace();
    String domain = address.clusterDomain();
    boolean settled = cluster.lasting() || !stable.stableService();
    List<String> ips = settled ? cluster.addresses() : List.of(); // the Service is about to come
    var names = new ArrayList<Addresses.Name>();
    names.add(new Addresses.Name(address.clusterAgentService(), namespace, domain));
    names.add(new Addresses.Name(Names.STABLE_SERVICE, namespace, domain));
    if (!book.own().isEmpty()) {
      names.add(new Addresses.Name(book.own(), namespace, domain));
    }
    return new Addresses(ips, names, book.previous());
  }

  /// What was decided about a pod, and until when that may be relied on.
  private record Judged(
      String text, Optional<Instant> registered, Instant until, Optional<Gap> gap) {
    boolean holds(String now, Optional<Instant> since, Instant at) {
      return text.equals(now) && registered.equals(since) && at.isBefore(until);
    }
  }
}
