// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The object of the copy's name in a namespace, known by its metadata alone: no value of it was
/// read. Who changes a value takes its key from those who held it, so that what we still hold is
/// what we wrote. `keys` are those that anybody holds, `held` those that we hold, `ours` those that
/// we alone hold, `doubted` those that we hold and another may have changed all the same;
/// `fingerprint` is the source that it says it was made from, `dressed` is whether it carries all
/// labels and annotations of ours, `others` are the foreign managers of its data, `tender` the
/// other controller that keeps it, if one does, `since` when it got its values from us, as it says,
/// `compared` what was asked about it.
public record Copy(
    String uid,
    String resourceVersion,
    Ownership owner,
    boolean marked,
    boolean dressed,
    Set<String> keys,
    String fingerprint,
    Set<String> held,
    Set<String> ours,
    Set<String> doubted,
    Set<String> others,
    Optional<String> tender,
    String since,
    Optional<Comparison> compared) {

  public Copy {
    keys = Set.copyOf(keys);
    held = Set.copyOf(held);
    ours = Set.copyOf(ours);
    doubted = Set.copyOf(doubted);
    others = Set.copyOf(others);
  }

  /// The same, and what was asked about it.
  public Copy with(Comparison answer) {
    return new Copy(
        uid,
        resourceVersion,
        owner,
        marked,
        dressed,
        keys,
        fingerprint,
        held,
        ours,
        doubted,
        others,
        tender,
        since,
        Optional.of(answer));
  }

  /// Whether it holds what the source gives, as far as is known.
  public boolean holds(Source.Good source) {
    return source.values().keySet().stream().allMatch(key -> holds(key, source));
  }

  /// Whether `key` holds what the source gives, as far as is known.
  boolean holds(String key, Source.Good source) {
    boolean written =
        held.contains(key) && !doubted.contains(key) && fingerprint.equals(source.fingerprint());
    return written || about(source).filter(asked -> asked.same().contains(key)).isPresent();
  }

  /// Whether nobody has given `key` a value, as far as is known.
  boolean lacks(String key, Source.Good source) {
    return about(source).map(asked -> asked.absent().contains(key)).orElse(!keys.contains(key));
  }

  /// Whether the metadata does not tell enough to decide by, so that the API server must be asked:
  /// what others may hold is asked about before it is written; an `exact` answer is for people.
  public boolean asks(Source.Good source, boolean exact) {
    boolean others =
        owner != Ownership.OURS
            || tender.isPresent()
            || source.values().keySet().stream().anyMatch(doubted::contains);
    return (exact || others) && about(source).isEmpty() && !holds(source);
  }

  /// Whether nobody is known to hold a key that is not ours by name or by our writing it.
  boolean holdsNothingElse() {
    return keys.stream().allMatch(key -> Ownership.KEYS.contains(key) || held.contains(key));
  }

  /// Whether one of the source's keys has another value here, and is not ours alone.
  boolean contests(Source.Good source) {
    return source.values().keySet().stream()
        .anyMatch(key -> !holds(key, source) && !lacks(key, source) && !ours.contains(key));
  }

  /// What of the source may be written here where the object is not ours: what is missing and what
  /// we hold already. What others hold is not even shared with them: to let go of it later might
  /// take it from them.
  public Map<String, String> open(Source.Good source) {
    return source.values().entrySet().stream()
        .filter(value -> ours.contains(value.getKey()) || lacks(value.getKey(), source))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Optional<Comparison> about(Source.Good source) {
    return compared.filter(asked -> asked.fingerprint().equals(source.fingerprint()));
  }
}
