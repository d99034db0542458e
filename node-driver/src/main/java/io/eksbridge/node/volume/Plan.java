// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What publishing a volume takes.
public sealed interface Plan {
  /// Mount the source there, confined.
  ///
  /// @param make what must be made first for it to be mounted on; absent when it is there
  record Bind(Path source, Path target, Optional<FileKind> make) implements Plan {}

  /// The source is mounted there, but not confined: by the official driver, or by a process that
  /// ended half way.
  record Confine(Path target) implements Plan {}

  /// What is mounted there is what the source once was and is deleted now: the Agent made another.
  /// Take it away and mount the live one.
  record Rebind(Bind anew) implements Plan {}

  /// All is as asked.
  record Keep(Path target) implements Plan {}

  /// It cannot be done.
  record Refuse(Problem why) implements Plan {}

  /// Decides what this request takes on this host.
  static Plan decide(VolumeRequest want, HostView host) {
    Path target = want.target().path();
    Optional<Problem> obstacle = obstacle(want.target(), host.above());
    if (obstacle.isPresent()) {
      return new Refuse(obstacle.get());
    }
    if (!host.source().is(want.kind().sourceKind())) {
      return new Refuse(
          new Problem.SourceUnfit(want.source(), host.source().kind(), want.kind().sourceKind()));
    }
    if (host.mounted()) {
      return mounted(want, host);
    }
    if (host.target().is(FileKind.ABSENT)) {
      return new Bind(want.source(), target, Optional.of(want.kind().targetKind()));
    }
    return host.target().is(want.kind().targetKind())
        ? new Bind(want.source(), target, Optional.empty())
        : new Refuse(new Problem.TargetTaken(target, host.target().kind().words()));
  }

  private static Plan mounted(VolumeRequest want, HostView host) {
    Path target = want.target().path();
    MountTable.Layer top = host.layers().getLast();
    if (top.isStale() && top.name().equals(name(want.source()))) {
      return new Rebind(new Bind(want.source(), target, Optional.of(want.kind().targetKind())));
    }
    if (!host.target().equals(host.source())) {
      return new Refuse(new Problem.TargetTaken(target, "a mount of " + top.root()));
    }
    return top.isConfined() ? new Keep(target) : new Confine(target);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// The first folder on the way to the target that is not one.
  static Optional<Problem> obstacle(TargetPath target, Map<Path, FileKind> above) {
    return target.above().stream()
        .filter(folder -> above.getOrDefault(folder, FileKind.ABSENT) != FileKind.DIRECTORY)
        .findFirst()
        .map(folder -> new Problem.BadWay(folder, above.getOrDefault(folder, FileKind.ABSENT)));
  }
}
