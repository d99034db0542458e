// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.ClusterView.Endpoint;
import io.eksbridge.inject.verdict.ClusterView.SecretView;
import io.eksbridge.inject.verdict.Policy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What is known of the cluster at this moment; asking it never waits.
@Singleton
public final class ClusterState {
  private final Optional<Endpoint> given;
  private final Map<String, SecretsMirror> secrets = new TreeMap<>();
  private final NamespacesMirror namespaces = new NamespacesMirror();
  private final LeaseMirror tokenSync;
  private final String usual;
  private final ServiceMirror stableService = new ServiceMirror();
  private final ServiceMirror ownService = new ServiceMirror();

  ClusterState(AddressConfig address, Policy policy, Clock clock) {
    this.given = address.given();
    this.tokenSync = new LeaseMirror(clock);
    this.usual = policy.copies().secret();
    policy
        .profiles()
        .forEach(
            profile ->
                secrets.computeIfAbsent(profile.agent().secret().name(), _ -> new SecretsMirror()));
  }

  /// The cluster as a pod of this namespace should see it.
  public ClusterView view(String namespace) {
    var known = new HashMap<String, SecretView>();
    secrets.forEach(
        (name, mirror) -> mirror.in(namespace).ifPresent(found -> known.put(name, found)));
    return new ClusterView(
        given.or(stableService::endpoint).or(ownService::endpoint),
        namespaces.view(namespace),
        known,
        copied(),
        true);
  }

  /// The usual Secret, and those by names of profiles that token-sync has made somewhere: whether
  /// it was told of the profiles cannot be known otherwise, and what does not come is not waited
  /// for.
  private Set<String> copied() {
    var copied = new HashSet<String>();
    if (tokenSync.fresh()) {
      copied.add(usual);
      secrets.forEach(
          (name, mirror) -> {
            if (mirror.copied()) {
              copied.add(name);
            }
          });
    }
    return copied;
  }

  /// Whether an IP is known that is not going to change.
  public boolean lasting() {
    return given.or(stableService::endpoint).isPresent();
  }

  /// The IPs of the cluster agent that are known now, first the one that pods are given.
  public List<String> addresses() {
    return Stream.of(given, stableService.endpoint(), ownService.endpoint())
        .flatMap(Optional::stream)
        .map(Endpoint::ip)
        .distinct()
        .toList();
  }

  /// The mirrors of the Secrets that profiles name, by name.
  Map<String, SecretsMirror> secrets() {
    return secrets;
  }

  NamespacesMirror namespaces() {
    return namespaces;
  }

  LeaseMirror tokenSync() {
    return tokenSync;
  }

  ServiceMirror stableService() {
    return stableService;
  }

  ServiceMirror ownService() {
    return ownService;
  }
}
