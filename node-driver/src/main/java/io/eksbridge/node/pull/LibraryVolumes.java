// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.LibraryConfig;
import io.eksbridge.node.LibraryMetrics;
import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.LibraryProblem;
import io.eksbridge.node.library.LibraryRequest;
import io.eksbridge.node.library.StorePlace;
import io.eksbridge.node.mount.Volumes;
import io.eksbridge.node.store.LibraryFailure;
import io.eksbridge.node.store.Own;
import io.eksbridge.node.store.Preload;
import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.VolumeRequest;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes libraries and the injector's preload file.
@Singleton
public final class LibraryVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(LibraryVolumes.class);
  private static final Duration TO_MOUNT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60); // before a pod does without
  private static final Duration TO_ANSWER = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final LibraryConfig config;
  private final Libraries libraries;
  private final Volumes volumes;
  private final LibraryMetrics metrics;
  private final Own own;
  private final Preload preload;

  LibraryVolumes(
      LibraryConfig config, Libraries libraries, Volumes volumes, LibraryMetrics metrics) {
    this.config = config;
    this.libraries = libraries;
    this.volumes = volumes;
    this.metrics = metrics;
    this.own = new Own(libraries.storage());
    this.preload = new Preload(libraries.storage());
  }

  /// A publish that has an answer.
  ///
  /// @param problem what stood in the way
  public record Done(Optional<Problem> problem) {}

  /// Publishes if it takes a few system calls and no more.
  public Optional<Done> atOnce(LibraryVolume volume) {
    try {
      if (volume.library().isEmpty()) {
        return Optional.of(new Done(preload(volume)));
      }
      if (!config.apmEnabled() || !libraries.isAwake()) {
        return Optional.empty();
      }
      if (isKept(volume)) {
        return Optional.of(new Done(Optional.empty()));
      }
      return volume
          .library()
          .filter(want -> !want.writable())
          .flatMap(libraries::cached)
          .map(path -> new Done(mounted(volume, readable(path))));
    } catch (LibraryFailure failure) {
      return Optional.of(new Done(Optional.of(new Problem.OfLibrary(failure.problem()))));
    }
  }

  /// Publishes; the answer is what stood in the way.
  public Optional<Problem> publish(LibraryVolume volume, Call call) {
    try {
      if (volume.library().isEmpty()) {
        return preload(volume);
      }
      return isKept(volume) ? Optional.empty() : publish(volume, volume.library().get(), call);
    } catch (LibraryFailure failure) {
      return Optional.of(new Problem.OfLibrary(failure.problem()));
    }
  }

  private Optional<Problem> preload(LibraryVolume volume) {
    demandEnabled();
    Path file = preload.ready();
    return isKept(volume)
        ? Optional.empty()
        : mounted(volume, new Source.OfStore(file, FileKind.FILE, Access.READ_ONLY));
  }

  private Optional<Problem> publish(LibraryVolume volume, LibraryRequest want, Call call) {
    boolean open = want.failOpen().orElse(config.libraryFailOpen());
    Call waiting = open ? call.hurried(TO_MOUNT, PATIENCE, Instant.now()) : answered(call);
    try {
      demandEnabled();
      Path library = libraries.obtain(want, waiting, volume.pod());
      if (!want.writable()) {
        return mounted(volume, readable(library));
      }
      Path folder = own.made(volume.id(), library, volume.group());
      Optional<Problem> problem = mounted(volume, new Source.Overlaid(library, folder));
      if (problem.isPresent()) {
        own.remove(volume.id());
      }
      return problem;
    } catch (LibraryFailure failure) {
      if (!open || failure.problem().fault() == LibraryFault.CANCELLED) {
        throw failure;
      }
      return without(volume, failure.problem());
    }
  }

  private static Call answered(Call call) {
    return call.end().isPresent() ? call.hurried(TO_ANSWER, LONGEST, Instant.now()) : call;
  }

  /// The pod does without.
  private Optional<Problem> without(LibraryVolume volume, LibraryProblem why) {
    metrics.failedOpen(why.fault().label());
    LOG.atWarn()
        .addKeyValue("image", volume.name())
        .addKeyValue("target_path", volume.target().path())
        .addKeyValue("problem", why.words())
        .log("a pod starts with an empty folder in place of its library");
    return mounted(volume, readable(libraries.awake().store().empty()));
  }

  private void demandEnabled() {
    if (!config.apmEnabled()) {
      throw new LibraryFailure(
          LibraryFault.SWITCHED_OFF,
          "libraries are switched off on this node: the cluster's operator switches them on"
              + " (--apm-enabled, in the chart libraries.enabled)");
    }
  }

  private static Source readable(Path library) {
    return new Source.OfStore(library, FileKind.DIRECTORY, Access.PROGRAMS);
  }

  private Optional<Problem> mounted(LibraryVolume volume, Source source) {
    return volumes.publish(new VolumeRequest(volume.id(), source, volume.target()));
  }

  /// What is mounted stays, whatever its tag means by now: the pod's containers have it.
  private boolean isKept(LibraryVolume volume) {
    return volumes.keeps(volume.target(), layer -> ours(volume, layer));
  }

  private static Optional<Access> ours(LibraryVolume volume, MountTable.Layer layer) {
    if (volume.library().isEmpty()) {
      return layer.name().equals(StorePlace.PRELOAD)
          ? Optional.of(Access.READ_ONLY)
          : Optional.empty();
    }
    if (layer.upper().endsWith("/" + StorePlace.WRITABLE + "/" + volume.id() + "/upper")) {
      return Optional.of(Access.OWN_PROGRAMS);
    }
    return StorePlace.isLibrary(layer.shown()) ? Optional.of(Access.PROGRAMS) : Optional.empty();
  }

  /// A volume was taken away: what its pod wrote goes too.
  public void removed(String volumeId) {
    try {
      own.remove(volumeId);
    } catch (LibraryFailure failure) {
      LOG.atWarn()
          .addKeyValue("volume_id", volumeId)
          .addKeyValue("problem", failure.problem().words())
          .log("what a pod wrote in its library stays for now");
    }
  }

  Own own() {
    return own;
  }
}
