// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

/// What is to be done for one namespace.
public sealed interface Change {
  /// Where.
  String namespace();

  /// The reason.
  Why why();

  /// A change that the API server is asked for.
  sealed interface Write extends Change {}

  /// There is no Secret of that name: make one.
  record Create(String namespace, Why why, Source.Good source) implements Write {}

  /// There is one: give it the source's values, by force only where it is ours.
  record Update(String namespace, Why why, Source.Good source, Copy copy) implements Write {}

  /// Take our keys out and leave the rest to those who own it.
  record Release(String namespace, Why why, Copy copy) implements Write {}

  /// Delete exactly this object, as it was seen.
  record Delete(String namespace, Why why, Copy copy) implements Write {}

  /// Do nothing.
  record Leave(String namespace, Why why) implements Change {}

  /// What it is called in metrics, logs and lines.
  default String verb() {
    return switch (this) {
      case Create _ -> "create";
      case Update _ -> "update";
      case Release _ -> "release";
      case Delete _ -> "delete";
      case Leave _ -> "leave";
    };
  }

  /// Decides for one namespace.
  static Change decide(Selection selection, Source source, NamespaceView view) {
    String namespace = view.name();
    if (selection.isSource(view)) {
      return new Leave(namespace, Why.IS_SOURCE);
    }
    if (view.terminating()) {
      return new Leave(namespace, Why.TERMINATING);
    }
    if (!selection.selects(view)) {
      return view.copy()
          .map(copy -> retire(namespace, copy))
          .orElse(new Leave(namespace, Why.NOT_SELECTED));
    }
    return switch (source) {
      case Source.Held _ -> new Leave(namespace, Why.SOURCE_HELD);
      case Source.Good good ->
          view.copy()
              .map(copy -> keep(namespace, good, copy))
              .orElse(new Create(namespace, Why.MISSING, good));
    };
  }

  private static Change retire(String namespace, Copy copy) {
    return switch (copy.owner()) {
      case OURS ->
          copy.marked() && copy.holdsNothingElse()
              ? new Delete(namespace, Why.NOT_SELECTED, copy)
              : new Release(namespace, Why.NOT_SELECTED, copy);
      case SHARED -> new Release(namespace, Why.NOT_SELECTED, copy);
      case FOREIGN -> new Leave(namespace, Why.NOT_SELECTED);
    };
  }

  private static Change keep(String namespace, Source.Good source, Copy copy) {
    boolean current = copy.fingerprint().equals(source.fingerprint());
    boolean ours = copy.owner() == Ownership.OURS;
    if (copy.holds(source) && (!ours || (current && copy.dressed()))) {
      return new Leave(namespace, Why.TRUE);
    }
    // The API server would not always refuse: it counts nobody as the holder of a value that was
    // applied as stringData.
    if (!ours && copy.contests(source)) {
      return new Leave(namespace, Why.FOREIGN);
    }
    Why why = !ours ? Why.FOREIGN : current ? Why.DRIFT : Why.SOURCE_CHANGED;
    return new Update(namespace, why, source, copy);
  }
}
