// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Offer;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Source;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What was last seen of the cluster: namespaces, copies (without values) and the source.
@Singleton
public final class Observed {
  private final Map<String, NamespaceView> namespaces = new ConcurrentHashMap<>();
  private final Map<Place, Copy> copies = new ConcurrentHashMap<>();
  private final Pods pods;
  private final Past past;
  private volatile Source source = new Source.Held(Map.of());
  private volatile Offer offer = Offer.of(new Source.Held(Map.of()));

  Observed(Pods pods, Past past) {
    this.pods = pods;
    this.past = past;
  }

  /// The namespace with its copy, unless there is no such namespace.
  public Optional<NamespaceView> view(Place place) {
    return Optional.ofNullable(namespaces.get(place.namespace()))
        .map(
            seen ->
                seen.with(
                    Optional.ofNullable(copies.get(place)),
                    pods.demand(place.namespace()),
                    past.lingers(place)));
  }

  /// All namespaces, by name.
  public List<String> namespaces() {
    return namespaces.keySet().stream().sorted().toList();
  }

  /// What copies are made from.
  public Source source() {
    return source;
  }

  /// What the sources give, spread or not.
  Offer offer() {
    return offer;
  }

  void offer(Offer now) {
    offer = now;
  }

  void source(Source now) {
    source = now;
  }

  /// Whether it was not known before.
  boolean namespace(NamespaceView seen) {
    return namespaces.put(seen.name(), seen) == null;
  }

  void namespaceGone(String name) {
    namespaces.remove(name);
  }

  /// Forgets the namespaces that are not listed, and returns them.
  Set<String> onlyNamespaces(Set<String> listed) {
    var gone = new HashSet<>(namespaces.keySet());
    gone.removeAll(listed);
    namespaces.keySet().removeAll(gone);
    return gone;
  }

  /// A copy as an event, a list or an answer told it; the older of two tellings is not heard, and
  /// what was asked about an object stands until it changes.
  void copy(Place place, Copy seen) {
    copies.merge(
        place,
        seen,
        (held, told) -> {
          boolean again =
              told.resourceVersion().equals(held.resourceVersion()) && told.compared().isEmpty();
          return again || older(told.resourceVersion(), held.resourceVersion()) ? held : told;
        });
  }

  /// There is no copy now.
  void copyAbsent(Place place) {
    copies.remove(place);
  }

  /// A copy is gone as of `version`, unless another has since taken its place.
  void copyGone(Place place, String version) {
    copies.computeIfPresent(
        place, (_, held) -> older(version, held.resourceVersion()) ? held : null);
  }

  /// Forgets the copies by the name `secret` that are not in a list of `version`, and returns their
  /// namespaces.
  Set<String> onlyCopies(String secret, Set<String> listed, String version) {
    var gone = new HashSet<String>();
    for (Place place : copies.keySet()) {
      if (place.secret().equals(secret) && !listed.contains(place.namespace())) {
        copyGone(place, version);
        gone.add(place.namespace());
      }
    }
    return gone;
  }

  /// An API server counts its versions up, in digits.
  private static boolean older(String version, String than) {
    return version.length() != than.length()
        ? version.length() < than.length()
        : version.compareTo(than) < 0;
  }
}
