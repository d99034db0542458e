// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.HostView;
import io.eksbridge.node.volume.Plan;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Removal;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeRequest;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Observes the host, has it decided and performs the decision; one call at a time for each target.
@Singleton
public final class Volumes {
  private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

  private final Mounts mounts;
  private final Set<Path> underway = ConcurrentHashMap.newKeySet();

  /// Works on these mounts.
  public Volumes(Mounts mounts) {
    this.mounts = mounts;
  }

  /// Publishes; the answer is what stood in the way.
  public Optional<Problem> publish(VolumeRequest want) {
    return alone(
        want.target(),
        place ->
            switch (Plan.decide(want, view(place, mounts.behind(want.source())))) {
              case Plan.Keep _ -> Optional.empty();
              case Plan.Bind bind -> new Binding(place).perform(bind, want.kind().sourceKind());
              case Plan.Rebind(var anew) -> rebound(place, anew, want);
              case Plan.Confine _ -> performed(place::confine);
              case Plan.Refuse(var why) -> Optional.of(why);
            });
  }

  private static Optional<Problem> rebound(Place place, Plan.Bind anew, VolumeRequest want) {
    new Unbinding(place).perform(anew.target());
    Optional<Problem> problem = new Binding(place).perform(anew, want.kind().sourceKind());
    LOG.atInfo()
        .addKeyValue("target_path", anew.target())
        .addKeyValue("source", anew.source())
        .log(problem.isEmpty() ? "rebound a stale volume" : "a stale volume is taken away");
    return problem;
  }

  /// Takes a volume away; the answer is what stood in the way.
  public Optional<Problem> unpublish(TargetPath target) {
    return alone(
        target,
        place ->
            switch (Removal.decide(target, view(place, FileView.ABSENT))) {
              case Removal.Nothing _ -> Optional.empty();
              case Removal.Delete(_, var kind) -> performed(() -> place.remove(kind));
              case Removal.Unbind(var path) -> performed(() -> new Unbinding(place).perform(path));
              case Removal.Refuse(var why) -> Optional.of(why);
            });
  }

  private static HostView view(Place place, FileView source) {
    Map<Path, FileKind> above = place.above();
    if (above.isEmpty() || above.values().stream().anyMatch(kind -> kind != FileKind.DIRECTORY)) {
      return new HostView(above, FileView.ABSENT, false, List.of(), source);
    }
    boolean mounted = place.isMounted();
    boolean asked = source.kind() != FileKind.ABSENT; // what is to be taken away may be anything
    return new HostView(
        above, place.at(), mounted, mounted && asked ? place.layers() : List.of(), source);
  }

  private Optional<Problem> alone(TargetPath target, Function<Place, Optional<Problem>> work) {
    Path path = target.path();
    if (!underway.add(path)) {
      return Optional.of(new Problem.Underway(path));
    }
    try (Place place = mounts.open(target)) {
      return work.apply(place);
    } catch (KernelRefusal refusal) {
      return Optional.of(refusal.problem());
    } finally {
      underway.remove(path);
    }
  }

  private static Optional<Problem> performed(Runnable work) {
    work.run();
    return Optional.empty();
  }
}
