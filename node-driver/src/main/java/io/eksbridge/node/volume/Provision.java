// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.util.Optional;

/// What must be done about a source before it is mounted.
public sealed interface Provision {
  /// Nothing: it is there.
  record AsItIs() implements Provision {}

  /// Make the directory.
  record Make(NodeDirectory directory) implements Provision {}

  /// Give the directory to the driver and its group: it was made half way, or a pod with root's
  /// rights changed that.
  record Restore(NodeDirectory directory) implements Provision {}

  /// It cannot be published.
  record Refuse(Problem why) implements Provision {}

  /// Decides what this source takes, as it was found.
  static Provision decide(Source source, SourceView found, DiskRoom room) {
    return switch (source) {
      case Source.OfAgent(var path, var kind) ->
          found.file().is(kind)
              ? new AsItIs()
              : new Refuse(new Problem.SourceUnfit(path, found.file().kind(), kind));
      case Source.OfStore(var path, var kind, _) ->
          found.file().is(kind)
              ? new AsItIs()
              : new Refuse(new Problem.StorageUnfit(path, found.file().kind()));
      case Source.Overlaid(var path, _) ->
          found.file().is(FileKind.DIRECTORY)
              ? new AsItIs()
              : new Refuse(new Problem.StorageUnfit(path, found.file().kind()));
      case Source.OfNode(var directory, _) -> decide(directory, found, room);
    };
  }

  private static Provision decide(NodeDirectory directory, SourceView found, DiskRoom room) {
    boolean there = found.file().is(FileKind.DIRECTORY);
    if (!there && !found.file().is(FileKind.ABSENT)) {
      return new Refuse(new Problem.StorageUnfit(directory.path(), found.file().kind()));
    }
    boolean taken = there && !NodeDirectory.isUnfinished(found);
    if (taken && found.group() != directory.group()) {
      return new Refuse(new Problem.OtherGroup(directory.path(), found.group(), directory.group()));
    }
    Optional<Problem> lacking = room.lacking(directory, there);
    if (lacking.isPresent()) {
      return new Refuse(lacking.get());
    }
    if (!there) {
      return new Make(directory);
    }
    return directory.isKept(found) ? new AsItIs() : new Restore(directory);
  }
}
