// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;
import java.util.Optional;

/// What publishing a volume takes.
public sealed interface Plan {
  /// Mount the source there, confined.
  ///
  /// @param make what must be made first for it to be mounted on; absent when it is there
  /// @param first what must be done about the source before
  record Bind(Source source, Path target, Optional<FileKind> make, Provision first)
      implements Plan {}

  /// The source is mounted there, but allows more or less than it should: it is by the official
  /// driver, or by a process that ended half way.
  record Confine(Path target, Access access) implements Plan {}

  /// What is mounted there is what the source once was and is deleted now: there is another. Take
  /// it away and mount the live one.
  record Rebind(Bind anew) implements Plan {}

  /// All is as asked.
  record Keep(Path target) implements Plan {}

  /// It cannot be done.
  record Refuse(Problem why) implements Plan {}

  /// Decides what this request takes on this host.
  static Plan decide(VolumeRequest want, HostView host) {
    Optional<Problem> obstacle = obstacle(host);
    if (obstacle.isPresent()) {
      return new Refuse(obstacle.get());
    }
    FileView source = host.source().file();
    if (host.mounted() && source.is(want.source().kind()) && source.equals(host.target())) {
      return mounted(want, host.layers().getLast()); // however full the disk: its pod has it
    }
    return switch (Provision.decide(want.source(), host.source(), host.room())) {
      case Provision.Refuse(var why) ->
          new Refuse(host.mounted() ? new Problem.StillThere(why) : why);
      case Provision first -> decide(want, host, first);
    };
  }

  private static Plan mounted(VolumeRequest want, MountTable.Layer top) {
    Path target = want.target().path();
    Access access = want.source().access();
    return top.isConfinedTo(access) ? new Keep(target) : new Confine(target, access);
  }

  private static Plan decide(VolumeRequest want, HostView host, Provision first) {
    Path target = want.target().path();
    FileKind targetKind = want.source().targetKind();
    if (host.mounted()) {
      MountTable.Layer top = host.layers().getLast();
      return top.isStale() && top.name().equals(name(want.source().path()))
          ? new Rebind(new Bind(want.source(), target, Optional.of(targetKind), first))
          : new Refuse(new Problem.TargetTaken(target, "a mount of " + top.root()));
    }
    if (host.target().is(FileKind.ABSENT)) {
      return new Bind(want.source(), target, Optional.of(targetKind), first);
    }
    return host.target().is(targetKind)
        ? new Bind(want.source(), target, Optional.empty(), first)
        : new Refuse(new Problem.TargetTaken(target, host.target().kind().words()));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// The first folder on the way to the target that is not one.
  static Optional<Problem> obstacle(HostView host) {
    return host.obstacle().map(found -> new Problem.BadWay(found.folder(), found.found()));
  }
}
