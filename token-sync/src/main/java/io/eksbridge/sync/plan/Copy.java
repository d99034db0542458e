// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The object of the copy's name in a namespace, without its values: `prints` go by its keys,
/// `fingerprint` is the source that it says it was made from, `dressed` is whether it carries all
/// labels and annotations of ours, `ours` are the keys that we alone hold, `others` the foreign
/// managers of its data, `tender` the other controller that keeps it, if one does, `since` when it
/// got its values from us, as it says.
public record Copy(
    String uid,
    String resourceVersion,
    Ownership owner,
    boolean marked,
    boolean dressed,
    Map<String, String> prints,
    String fingerprint,
    Set<String> ours,
    Set<String> others,
    Optional<String> tender,
    String since) {

  public Copy {
    prints = Map.copyOf(prints);
    ours = Set.copyOf(ours);
    others = Set.copyOf(others);
  }

  /// Whether it holds what the source gives.
  public boolean holds(Source.Good source) {
    return prints.entrySet().containsAll(source.prints().entrySet());
  }

  /// Whether it holds our keys only, whoever wrote their values.
  boolean holdsNothingElse() {
    return Ownership.KEYS.containsAll(prints.keySet());
  }

  /// Whether one of the source's keys has another value here, and is not ours alone.
  boolean contests(Source.Good source) {
    return source.prints().entrySet().stream()
        .anyMatch(
            print ->
                prints.containsKey(print.getKey())
                    && !print.getValue().equals(prints.get(print.getKey()))
                    && !ours.contains(print.getKey()));
  }

  /// What of the source may be written here where the object is not ours: what is missing and what
  /// we hold already. What others hold is not even shared with them: to let go of it later might
  /// take it from them.
  public Map<String, String> open(Source.Good source) {
    return source.values().entrySet().stream()
        .filter(value -> ours.contains(value.getKey()) || !prints.containsKey(value.getKey()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
