// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.audit;

import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.StableConfig;
import io.eksbridge.inject.address.AddressBook;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.cluster.ClusterState;
import io.eksbridge.inject.fleet.FargatePod;
import io.eksbridge.inject.gap.Addresses;
import io.eksbridge.inject.gap.Gap;
import io.eksbridge.inject.gap.Gaps;
import io.eksbridge.inject.registration.Configurations;
import io.eksbridge.inject.sight.Packed;
import io.eksbridge.inject.sight.PodsMirror;
import io.eksbridge.inject.verdict.Policy;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks at all pods that are known, and has it decided what each lacks.
@Requires(property = FargateInjector.COMMAND, pattern = "controller|status")
@Singleton
final class Overview {
  private static final Duration WHILE = Duration.ofMinutes(1);

  private final ControllerConfig config;
  private final AddressConfig address;
  private final StableConfig stable;
  private final Policy policy;
  private final ApiObjects objects;
  private final ClusterState cluster;
  private final AddressBook book;
  private final PodsMirror pods;
  private final Map<String, Judged> judged = new HashMap<>();

  Overview(
      ControllerConfig config,
      AddressConfig address,
      StableConfig stable,
      Policy policy,
      ApiObjects objects,
      ClusterState cluster,
      AddressBook book,
      PodsMirror pods) {
    this.config = config;
    this.address = address;
    this.stable = stable;
    this.policy = policy;
    this.objects = objects;
    this.cluster = cluster;
    this.book = book;
    this.pods = pods;
  }

  /// What was found.
  ///
  /// @param pods how many there are
  /// @param gaps what some of them lack
  record Found(int pods, List<Gap> gaps) {
    long stale() {
      return gaps.stream().filter(Gap.Stale.class::isInstance).count();
    }

    /// In a few words.
    String text() {
      return gaps.isEmpty()
          ? "all %d pods are well".formatted(pods)
          : "%d stale, %d missed of %d pods".formatted(stale(), gaps.size() - stale(), pods);
    }
  }

  /// Looks at what is known at this moment.
  Found look(Instant now) throws IOException {
    var gaps = new Gaps(policy, config.automatic(), config.namespace(), registered());
    Addresses addresses = addresses();
    Instant until = now.plus(WHILE);
    var found = new ArrayList<Gap>();
    var seen = new HashSet<String>();
    for (FargatePod pod : pods.all()) {
      seen.add(pod.uid());
      gaps.stale(pod, addresses).ifPresent(found::add);
      missed(gaps, pod, now, until).ifPresent(found::add);
    }
    forget(seen);
    return new Found(seen.size(), List.copyOf(found));
  }

  /// What a pod lacks is decided when it changes, and again after a while: the cluster changes too.
  private Optional<Gap> missed(Gaps gaps, FargatePod pod, Instant now, Instant until)
      throws IOException {
    Optional<Packed> whole = pods.uncovered(pod.uid());
    if (whole.isEmpty()) {
      judged.remove(pod.uid());
      return Optional.empty();
    }
    Judged last = judged.get(pod.uid());
    if (last != null && last.holds(whole.get(), gaps.registered(), now)) {
      return last.gap();
    }
    Optional<Gap> gap = gaps.missed(pod, whole.get().json(), cluster.view(pod.namespace()));
    judged.put(pod.uid(), new Judged(whole.get(), gaps.registered(), until, gap));
    return gap;
  }

  private void forget(Set<String> seen) {
    judged.keySet().retainAll(seen);
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
      Packed pod, Optional<Instant> registered, Instant until, Optional<Gap> gap) {
    boolean holds(Packed now, Optional<Instant> since, Instant at) {
      return pod.equals(now) && registered.equals(since) && at.isBefore(until);
    }
  }
}
