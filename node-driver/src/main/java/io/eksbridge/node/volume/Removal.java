// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;
import java.util.Optional;

/// What taking a volume away takes.
public sealed interface Removal {
  /// Unmount all of it, then remove what it was mounted on.
  record Unbind(Path target) implements Removal {}

  /// Remove what a mount would have been on: an empty folder or a file.
  record Delete(Path target, FileKind kind) implements Removal {}

  /// It is gone already.
  record Nothing() implements Removal {}

  /// It cannot be done.
  record Refuse(Problem why) implements Removal {}

  /// Decides what it takes on this host.
  static Removal decide(TargetPath target, HostView host) {
    Optional<Problem> obstacle = Plan.obstacle(host);
    if (obstacle.isPresent()) {
      return switch (obstacle.get()) {
        case Problem.BadWay(_, var found) when found == FileKind.ABSENT -> new Nothing();
        case Problem why -> new Refuse(why);
      };
    }
    if (host.mounted()) {
      return new Unbind(target.path());
    }
    return switch (host.target().kind()) {
      case ABSENT -> new Nothing();
      case DIRECTORY, FILE -> new Delete(target.path(), host.target().kind());
      case SOCKET, SYMLINK, OTHER ->
          new Refuse(new Problem.NotOurs(target.path(), host.target().kind()));
    };
  }
}
