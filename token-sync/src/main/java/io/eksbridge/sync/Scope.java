// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.sync.plan.LabelSelector;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Profiles;
import io.eksbridge.sync.plan.Reference;
import io.eksbridge.sync.plan.Selection;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which copies there are to be: by the settings and the profiles as they were at the start.
@Singleton
public final class Scope {
  private final TokenSyncConfig config;
  private final Profiles profiles;
  private final Map<String, Selection> selections = new HashMap<>();

  /// Reads the profiles.
  public Scope(TokenSyncConfig config, CopyConfig copies) {
    this.config = config;
    this.profiles = copies.read();
    for (String secret : profiles.secrets()) {
      selections.put(secret, read(secret));
    }
  }

  /// The names of all Secrets that are copies somewhere, the usual one first.
  public List<String> secrets() {
    return profiles.secrets();
  }

  /// Whether it is the one that most sidecars read.
  public boolean isUsual(String secret) {
    return profiles.otherwise().secret().equals(secret);
  }

  /// What a copy is called in lines for people: by its namespace, and by its name where that is not
  /// the usual one.
  public String name(Place place) {
    return isUsual(place.secret()) ? place.namespace() : place.namespace() + "/" + place.secret();
  }

  /// Which namespaces get a copy by the name `secret`.
  public Selection selection(String secret) {
    return Objects.requireNonNull(selections.get(secret), secret);
  }

  private Selection read(String secret) {
    Set<String> ownSources =
        Stream.of(config.apiKey(), config.token())
            .filter(source -> source.name().equals(secret))
            .map(Reference::namespace)
            .collect(Collectors.toSet());
    return new Selection(
        LabelSelector.parse(config.namespaceSelector()).orElseThrow(),
        config.byName(),
        config.excluded(),
        ownSources,
        profiles,
        secret);
  }
}
