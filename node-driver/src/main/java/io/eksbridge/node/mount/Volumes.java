// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.DiskRoom;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.HostView;
import io.eksbridge.node.volume.LooseVolume;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.node.volume.Obstacle;
import io.eksbridge.node.volume.Plan;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Removal;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.SourceView;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Observes the host, has it decided and performs the decision; one call at a time for each target.
@Singleton
public final class Volumes {
  private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

  private final Mounts mounts;
  private final Function<NodeDirectory, DiskRoom> rooms;
  private final Set<Path> underway = ConcurrentHashMap.newKeySet();

  /// Works on these mounts, and on as much of the disk as there may be used.
  @Inject
  public Volumes(Mounts mounts, DirectoryUse use) {
    this(mounts, use::room);
  }

  /// Works on these mounts, and on the disk without a limit.
  public Volumes(Mounts mounts) {
    this(mounts, _ -> DiskRoom.ANY);
  }

  Volumes(Mounts mounts, Function<NodeDirectory, DiskRoom> rooms) {
    this.mounts = mounts;
    this.rooms = rooms;
  }

  /// Publishes; the answer is what stood in the way.
  public Optional<Problem> publish(VolumeRequest want) {
    return alone(
        want.target(),
        place -> {
          DiskRoom room = room(want.source());
          try (Held source = mounts.hold(want.source())) {
            return publish(want, place, source, room);
          }
        });
  }

  private static Optional<Problem> publish(
      VolumeRequest want, Place place, Held source, DiskRoom room) {
    return switch (Plan.decide(want, view(place, Optional.of(source.view()), room))) {
      case Plan.Keep _ -> Optional.empty();
      case Plan.Bind bind -> new Binding(place, source).perform(bind);
      case Plan.Rebind(var anew) -> rebound(place, source, anew);
      case Plan.Confine(_, var access) -> changed(() -> place.confine(access));
      case Plan.Refuse(var why) -> Optional.of(why);
    };
  }

  private DiskRoom room(Source source) {
    return switch (source) {
      case Source.OfAgent _, Source.OfStore _, Source.Overlaid _ -> DiskRoom.ANY;
      case Source.OfNode(var directory, _) -> rooms.apply(directory);
    };
  }

  private static Optional<Problem> rebound(Place place, Held source, Plan.Bind anew) {
    Optional<Problem> stuck = changed(() -> new Unbinding(place).perform(anew.target()));
    if (stuck.isPresent()) {
      return stuck;
    }
    Optional<Problem> problem = new Binding(place, source).perform(anew);
    LOG.atInfo()
        .addKeyValue("target_path", anew.target())
        .addKeyValue("source", anew.source().path())
        .log(problem.isEmpty() ? "rebound a stale volume" : "a stale volume is taken away");
    return problem;
  }

  /// Mounts the live source in place of a stale one and does nothing else: what the kubelet has
  /// taken away meanwhile does not come back.
  public Healed heal(VolumeRequest want) {
    var outcome = new AtomicReference<>(Healed.NOT_NOW);
    Optional<Problem> problem =
        alone(
            want.target(),
            place -> {
              try (Held source = mounts.hold(want.source())) {
                return switch (Plan.decide(
                    want, view(place, Optional.of(source.view()), DiskRoom.ANY))) {
                  case Plan.Rebind(var anew) -> {
                    outcome.set(Healed.REBOUND);
                    yield rebound(place, source, anew);
                  }
                  case Plan.Bind _, Plan.Confine _, Plan.Keep _, Plan.Refuse _ -> Optional.empty();
                };
              }
            });
    return problem.isPresent() && outcome.get() == Healed.REBOUND ? Healed.FAILED : outcome.get();
  }

  /// Makes a volume allow what it should, if it is still the one that was seen; the answer is what
  /// stood in the way.
  public Optional<Problem> confine(LooseVolume loose) {
    return alone(
        loose.target(),
        place -> {
          boolean same =
              place.obstacle().isEmpty()
                  && place.look().mounted()
                  && place.layers().getLast().equals(loose.top());
          return same ? performed(() -> place.confine(loose.access())) : Optional.empty();
        });
  }

  /// Whether something of ours is mounted at a target already, and allows what it should by now.
  public boolean keeps(TargetPath target, Function<MountTable.Layer, Optional<Access>> ours) {
    var kept = new AtomicBoolean();
    Optional<Problem> problem =
        alone(
            target,
            place -> {
              if (place.obstacle().isPresent() || !place.look().mounted()) {
                return Optional.empty();
              }
              MountTable.Layer top = place.layers().getLast();
              Optional<Access> access = top.isStale() ? Optional.empty() : ours.apply(top);
              if (access.isPresent()) {
                kept.set(true);
                return top.isConfinedTo(access.get())
                    ? Optional.empty()
                    : performed(() -> place.confine(access.get()));
              }
              return Optional.empty();
            });
    return kept.get() && problem.isEmpty();
  }

  /// Takes a volume away; the answer is what stood in the way.
  public Optional<Problem> unpublish(TargetPath target) {
    return alone(
        target,
        place ->
            switch (Removal.decide(target, view(place, Optional.empty(), DiskRoom.ANY))) {
              case Removal.Nothing _ -> Optional.empty();
              case Removal.Delete(_, var kind) -> performed(() -> place.remove(kind));
              case Removal.Unbind(var path) -> performed(() -> new Unbinding(place).perform(path));
              case Removal.Refuse(var why) -> Optional.of(why);
            });
  }

  /// What is mounted matters only where something is to be published.
  private static HostView view(Place place, Optional<SourceView> asked, DiskRoom room) {
    SourceView source = asked.orElse(SourceView.ABSENT);
    Optional<Obstacle> obstacle = place.obstacle();
    if (obstacle.isPresent()) {
      return new HostView(obstacle, FileView.ABSENT, false, List.of(), source, room);
    }
    Place.Sight there = place.look();
    boolean matters = there.mounted() && asked.isPresent();
    List<MountTable.Layer> layers = matters ? place.layers() : List.of();
    return new HostView(obstacle, there.file(), there.mounted(), layers, source, room);
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

  /// Works on what is mounted already: where that fails the kubelet must know that it is there.
  private static Optional<Problem> changed(Runnable work) {
    try {
      return performed(work);
    } catch (KernelRefusal refusal) {
      return Optional.of(new Problem.StillThere(refusal.problem()));
    }
  }

  private static Optional<Problem> performed(Runnable work) {
    work.run();
    return Optional.empty();
  }
}
