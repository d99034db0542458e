// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.certificate;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/// What the Secret holds: all that a rotation must remember, so that any replica can go on with it.
///
/// @param serving what the webhook serves
/// @param next what it will serve once the API server trusts it
/// @param previous who signed what was served before, trusted until each webhook has reloaded
public record Held(Optional<Pair> serving, Optional<Pair> next, List<Authority> previous) {
  /// Nothing at all.
  public static final Held NOTHING = new Held(Optional.empty(), Optional.empty(), List.of());

  /// Keeps a copy of the list.
  public Held {
    previous = List.copyOf(previous);
  }

  /// Whom the API server is to trust now.
  public SequencedSet<String> trusted(Instant now) {
    var trusted = new LinkedHashSet<String>();
    Stream.concat(
            Stream.concat(next.stream(), serving.stream()).map(Pair::authority), previous.stream())
        .filter(each -> now.isBefore(each.end()))
        .map(Authority::pem)
        .forEach(trusted::add);
    return trusted;
  }

  /// With a pair that is not served yet; `others` stay trusted.
  public Held staged(Pair pair, List<Authority> others) {
    return new Held(
        serving, Optional.of(pair), Stream.concat(previous.stream(), others.stream()).toList());
  }

  /// With the next pair served, and whoever signed the last one still trusted.
  public Held switched() {
    return new Held(
        next,
        Optional.empty(),
        Stream.concat(serving.map(Pair::authority).stream(), previous.stream())
            .distinct()
            .toList());
  }

  /// With nobody trusted but whoever signed what is served.
  public Held retired() {
    return new Held(serving, next, List.of());
  }
}
