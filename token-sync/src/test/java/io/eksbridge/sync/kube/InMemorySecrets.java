// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.sync.Names;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Comparison;
import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.Ownership;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Source;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Secrets of one name, as strict as the API server: fields have managers, a field with another
/// value and another manager is a conflict, a change is for the object that was seen, and what
/// changes nothing is no write.
public final class InMemorySecrets implements Secrets {
  private final Map<String, Stored> stored = new TreeMap<>();
  private final Queue<ApplyResult> troubles = new ArrayDeque<>();
  private final Map<String, String> tenders = new TreeMap<>();
  private final Set<String> closed = new TreeSet<>();
  private int version = 100;
  private int writes;
  private int comparisons;

  /// One object: values and managers by key.
  private record Stored(
      String uid,
      int version,
      boolean marked,
      String fingerprint,
      Map<String, String> values,
      Map<String, Set<String>> managers) {}

  /// How often something was really written.
  public int writes() {
    return writes;
  }

  /// The values in `namespace`, or nothing when there is no object.
  public Optional<Map<String, String>> values(String namespace) {
    return Optional.ofNullable(stored.get(namespace)).map(Stored::values);
  }

  /// Somebody else writes a value.
  public void edit(String namespace, String manager, String key, String value) {
    Stored before = stored.getOrDefault(namespace, fresh());
    var values = new TreeMap<>(before.values());
    var managers = copy(before.managers());
    if (!value.equals(values.put(key, value))) {
      managers.put(key, new TreeSet<>(Set.of(manager)));
    }
    put(namespace, before, before.marked(), before.fingerprint(), values, managers);
  }

  /// Somebody else deletes the object.
  public void delete(String namespace) {
    stored.remove(namespace);
  }

  /// Another controller tends the object from now on.
  public void tend(String namespace, String tender) {
    tenders.put(view(namespace).orElseThrow().uid(), tender);
  }

  /// The namespace gives the right to its object, or takes it.
  public void consent(String namespace, boolean given) {
    if (given) {
      closed.remove(namespace);
    } else {
      closed.add(namespace);
    }
  }

  @Override
  public Sight look(Place place) {
    String namespace = only(place.secret(), place.namespace());
    return closed.contains(namespace) ? new Sight.NotAllowed() : new Sight.Seen(view(namespace));
  }

  @Override
  public Sight compare(Place place, Copy copy, Source.Good source) {
    String namespace = only(place.secret(), place.namespace());
    comparisons++;
    Map<String, String> values = values(namespace).orElse(Map.of());
    var same = new HashSet<>(source.values().keySet());
    same.removeIf(key -> !Objects.equals(source.values().get(key), values.get(key)));
    var absent = new HashSet<>(source.values().keySet());
    absent.removeAll(values.keySet());
    return new Sight.Seen(
        Optional.of(copy.with(new Comparison(source.fingerprint(), same, absent))));
  }

  /// How often something was compared.
  public int comparisons() {
    return comparisons;
  }

  /// Somebody takes all managers off the object, so that nobody is known to hold anything.
  public void disown(String namespace) {
    Stored before = Objects.requireNonNull(stored.get(namespace), namespace);
    put(namespace, before, before.marked(), before.fingerprint(), before.values(), Map.of());
  }

  /// What the next change is answered, instead of being done.
  public void answerNext(ApplyResult trouble) {
    troubles.add(trouble);
  }

  /// How many such answers are left.
  public int troubles() {
    return troubles.size();
  }

  /// The object as a watch shows it.
  public Optional<Copy> view(String namespace) {
    return Optional.ofNullable(stored.get(namespace)).map(this::seen);
  }

  @Override
  public ApplyResult perform(String secret, Change.Write change) {
    String namespace = only(secret, change.namespace());
    ApplyResult trouble = troubles.poll();
    if (trouble != null) {
      return trouble;
    }
    return switch (change) {
      case Change.Create create ->
          apply(namespace, fresh(), create.source(), create.source().values(), true, false);
      case Change.Update(_, _, var source, var copy) -> {
        boolean ours = copy.owner() == Ownership.OURS;
        boolean force = ((Change.Update) change).forced();
        yield exactly(namespace, copy)
            .map(
                now ->
                    apply(
                        namespace,
                        now,
                        source,
                        ours || force ? source.values() : copy.open(source),
                        ours,
                        ours || force))
            .orElseGet(ApplyResult.Outrun::new);
      }
      case Change.Release(_, _, var copy) ->
          exactly(namespace, copy)
              .map(now -> release(namespace, now))
              .orElseGet(ApplyResult.Outrun::new);
      case Change.Delete(_, _, var copy) ->
          exactly(namespace, copy).map(_ -> remove(namespace)).orElseGet(ApplyResult.Outrun::new);
    };
  }

  private static String only(String secret, String namespace) {
    if (!secret.equals(Names.COPY_SECRET)) {
      throw new IllegalArgumentException("this fake knows one name, not " + secret);
    }
    return namespace;
  }

  private ApplyResult remove(String namespace) {
    stored.remove(namespace);
    writes++;
    return new ApplyResult.Applied(Optional.empty());
  }

  private ApplyResult apply(
      String namespace,
      Stored before,
      Source.Good source,
      Map<String, String> open,
      boolean mark,
      boolean force) {
    if (view(namespace).filter(now -> !now.uid().equals(before.uid())).isPresent()) {
      throw new IllegalStateException("this fake knows no create over an object that is there");
    }
    var values = new TreeMap<>(before.values());
    var managers = copy(before.managers());
    Set<String> conflicts = new TreeSet<>();
    open.forEach(
        (key, value) -> {
          boolean same = value.equals(values.put(key, value));
          Set<String> holders = managers.computeIfAbsent(key, _ -> new TreeSet<>());
          if (!same) {
            holders.remove(Names.FIELD_MANAGER);
            conflicts.addAll(holders);
            holders.clear();
          }
          holders.add(Names.FIELD_MANAGER);
        });
    if (!conflicts.isEmpty() && !force) {
      return new ApplyResult.Conflict(conflicts.stream().toList());
    }
    put(namespace, before, mark || before.marked(), source.fingerprint(), values, managers);
    return new ApplyResult.Applied(view(namespace));
  }

  private ApplyResult release(String namespace, Stored before) {
    var values = new TreeMap<>(before.values());
    var managers = copy(before.managers());
    managers.values().forEach(holders -> holders.remove(Names.FIELD_MANAGER));
    managers.values().removeIf(Set::isEmpty);
    values.keySet().retainAll(managers.keySet());
    put(namespace, before, false, "", values, managers);
    return new ApplyResult.Applied(view(namespace));
  }

  private void put(
      String namespace,
      Stored before,
      boolean marked,
      String fingerprint,
      Map<String, String> values,
      Map<String, Set<String>> managers) {
    var after = new Stored(before.uid(), before.version(), marked, fingerprint, values, managers);
    if (!after.equals(stored.get(namespace))) {
      version++;
      writes++;
      stored.put(
          namespace, new Stored(before.uid(), version, marked, fingerprint, values, managers));
    }
  }

  private Optional<Stored> exactly(String namespace, Copy copy) {
    return Optional.ofNullable(stored.get(namespace))
        .filter(now -> now.uid().equals(copy.uid()))
        .filter(now -> copy.resourceVersion().equals(Integer.toString(now.version())));
  }

  private Stored fresh() {
    version++;
    return new Stored("uid-" + version, version, false, "", Map.of(), Map.of());
  }

  private static Map<String, Set<String>> copy(Map<String, Set<String>> managers) {
    var copy = new TreeMap<String, Set<String>>();
    managers.forEach((key, holders) -> copy.put(key, new TreeSet<>(holders)));
    return copy;
  }

  private Copy seen(Stored object) {
    Set<String> others = new HashSet<>();
    object.managers().values().forEach(others::addAll);
    others.remove(Names.FIELD_MANAGER);
    Set<String> held = new HashSet<>(object.values().keySet());
    held.removeIf(key -> !holders(object, key).contains(Names.FIELD_MANAGER));
    Set<String> ours = new HashSet<>(held);
    ours.removeIf(key -> holders(object, key).size() > 1);
    return new Copy(
        object.uid(),
        Integer.toString(object.version()),
        Ownership.of(object.marked() ? Ownership.MARK : Map.of(), !ours.isEmpty(), others),
        object.marked(),
        object.marked(),
        object.managers().keySet(),
        object.fingerprint(),
        held,
        ours,
        Set.of(),
        others,
        Optional.ofNullable(tenders.get(object.uid())),
        "",
        Optional.empty());
  }

  private static Set<String> holders(Stored object, String key) {
    return object.managers().getOrDefault(key, Set.of());
  }
}
