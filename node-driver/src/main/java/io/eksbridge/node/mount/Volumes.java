// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.HostView;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Plan;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Removal;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeRequest;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Observes the host, has it decided and performs the decision; one call at a time for each target.
@Singleton
public final class Volumes {
  private final Mounts mounts;
  private final Set<Path> underway = ConcurrentHashMap.newKeySet();

  /// Works on these mounts.
  public Volumes(Mounts mounts) {
    this.mounts = mounts;
  }

  /// Publishes; the answer is what stood in the way.
  public Optional<Problem> publish(VolumeRequest want) {
    return alone(
        want.target().path(),
        () ->
            switch (Plan.decide(want, view(want.target(), mounts.behind(want.source())))) {
              case Plan.Keep _ -> Optional.empty();
              case Plan.Bind bind -> new Binding(mounts).perform(bind, want.kind().sourceKind());
              case Plan.Confine(var target) -> performed(() -> mounts.confine(target));
              case Plan.Refuse(var why) -> Optional.of(why);
            });
  }

  /// Takes a volume away; the answer is what stood in the way.
  public Optional<Problem> unpublish(TargetPath target) {
    return alone(
        target.path(),
        () ->
            switch (Removal.decide(target, view(target, FileView.ABSENT))) {
              case Removal.Nothing _ -> Optional.empty();
              case Removal.Delete(var path, var kind) -> performed(() -> mounts.remove(path, kind));
              case Removal.Unbind(var path, var layers) ->
                  performed(() -> new Unbinding(mounts).perform(path, layers));
              case Removal.Refuse(var why) -> Optional.of(why);
            });
  }

  private HostView view(TargetPath target, FileView source) {
    Map<Path, FileKind> above = new LinkedHashMap<>();
    for (Path folder : target.above()) {
      FileKind kind = mounts.at(folder).kind();
      above.put(folder, kind);
      if (kind != FileKind.DIRECTORY) {
        return new HostView(above, FileView.ABSENT, List.of(), source);
      }
    }
    FileView there = mounts.at(target.path());
    // Nothing can be mounted where nothing is: most calls need not read the whole mount table.
    List<MountTable.Layer> layers =
        there.kind() == FileKind.ABSENT ? List.of() : mounts.layers(target.path());
    return new HostView(above, there, layers, source);
  }

  private Optional<Problem> alone(Path target, Supplier<Optional<Problem>> work) {
    if (!underway.add(target)) {
      return Optional.of(new Problem.Underway(target));
    }
    try {
      return work.get();
    } catch (KernelRefusal refusal) {
      return Optional.of(refusal.problem());
    } finally {
      underway.remove(target);
    }
  }

  private static Optional<Problem> performed(Runnable work) {
    work.run();
    return Optional.empty();
  }
}
