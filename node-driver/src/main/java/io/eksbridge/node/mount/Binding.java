// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.Plan;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// One bind mount, whole or not at all: the kubelet does not clean up after a publish that failed.
final class Binding {
  private final Place place;
  private final Held source;
  private final Deque<Runnable> undo = new ArrayDeque<>();

  Binding(Place place, Held source) {
    this.place = place;
    this.source = source;
  }

  Optional<Problem> perform(Plan.Bind plan) {
    Access access = plan.source().access();
    FileKind wanted = plan.source().kind();
    try {
      undo.push(source.provide(plan.first()));
      plan.make()
          .ifPresent(
              kind -> {
                place.make(kind);
                undo.push(() -> place.remove(kind));
              });
      mount(plan.source(), access);
      undo.push(place::unmount);
      place.confine(access);
      FileKind mounted = place.look().file().kind();
      if (mounted != wanted) { // it was replaced between the look and the mount
        return rolledBack(new Problem.SourceUnfit(plan.source().path(), mounted, wanted));
      }
      return Optional.empty();
    } catch (KernelRefusal refusal) {
      return rolledBack(refusal.problem());
    } catch (RuntimeException surprise) {
      Optional<Problem> _ = rolledBack(new Problem.KernelRefused("publish", plan.target(), ""));
      throw surprise;
    }
  }

  private void mount(Source what, Access access) {
    switch (what) {
      case Source.Overlaid(var library, var own) -> place.overlay(library, own, access);
      case Source.OfAgent _, Source.OfNode _, Source.OfStore _ -> place.bind(source.path(), access);
    }
  }

  private Optional<Problem> rolledBack(Problem first) {
    try {
      while (!undo.isEmpty()) {
        undo.pop().run();
      }
      return Optional.of(first);
    } catch (KernelRefusal undoing) {
      return Optional.of(new Problem.LeftBehind(first, undoing.problem()));
    }
  }
}
