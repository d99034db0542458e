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

  /// There is one: give it the source's values, by force only where it is ours or an operator wants
  /// it.
  record Update(String namespace, Why why, Source.Good source, Copy copy) implements Write {
    /// Whether what others hold is taken from them.
    public boolean forced() {
      return why == Why.FORCED;
    }
  }

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

  /// Decides for one namespace; `force` takes over what others hold.
  static Change decide(Selection selection, boolean force, Source source, NamespaceView view) {
    String namespace = view.name();
    if (selection.isSource(view)) {
      return new Leave(namespace, Why.IS_SOURCE);
    }
    if (view.terminating()) {
      return new Leave(namespace, Why.TERMINATING);
    }
    if (!selection.selects(view)) {
      return retire(
          view,
          selection.excludes(view)
              ? Why.EXCLUDED
              : view.lingers() ? Why.LINGERING : Why.NOT_SELECTED);
    }
    if (!view.consents()) {
      return new Leave(namespace, Why.NO_CONSENT);
    }
    return switch (source) {
      case Source.Held _ -> new Leave(namespace, Why.SOURCE_HELD);
      case Source.Good good ->
          view.copy()
              .map(copy -> keep(namespace, force, good, copy))
              .orElse(new Create(namespace, Why.MISSING, good));
    };
  }

  /// Takes back what is ours in a namespace, if anything is, for this reason.
  static Change retire(NamespaceView view, Why why) {
    String namespace = view.name();
    Ownership owner = view.copy().map(Copy::owner).orElse(Ownership.FOREIGN);
    if (view.terminating() || owner == Ownership.FOREIGN) {
      return new Leave(namespace, why == Why.LINGERING ? Why.NOT_SELECTED : why);
    }
    Copy copy = view.copy().orElseThrow();
    if (why == Why.LINGERING || copy.tender().isPresent()) {
      return new Leave(namespace, why);
    }
    return owner == Ownership.OURS && copy.marked() && copy.holdsNothingElse()
        ? new Delete(namespace, why, copy)
        : new Release(namespace, why, copy);
  }

  private static Change keep(String namespace, boolean force, Source.Good source, Copy copy) {
    if (copy.tender().isPresent()) {
      return new Leave(namespace, copy.holds(source) ? Why.TRUE : Why.TENDED);
    }
    if (source.onlyNew() && !copy.holds(source)) {
      return new Leave(namespace, Why.WAITING);
    }
    boolean current = copy.fingerprint().equals(source.fingerprint());
    boolean ours = copy.owner() == Ownership.OURS;
    if (copy.holds(source) && (!ours || (current && copy.dressed()))) {
      return new Leave(namespace, Why.TRUE);
    }
    // The API server would not always refuse: it counts nobody as the holder of a value that was
    // applied as stringData.
    if (!ours && copy.contests(source)) {
      return force
          ? new Update(namespace, Why.FORCED, source, copy)
          : new Leave(namespace, Why.FOREIGN);
    }
    Why why = !ours ? Why.FOREIGN : current ? Why.DRIFT : Why.SOURCE_CHANGED;
    return new Update(namespace, why, source, copy);
  }
}
