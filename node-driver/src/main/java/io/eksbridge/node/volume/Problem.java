// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import io.eksbridge.node.library.LibraryProblem;
import java.nio.file.Path;
import java.util.List;

/// Why not, in the domain's words.
public sealed interface Problem {
  /// A field of the request is absent or cannot be used.
  record BadField(String field, String why) implements Problem {}

  /// The volume asks for something that this driver does not know.
  record UnknownType(String given) implements Problem {}

  /// The volume asks by an older mode that this driver does not know.
  record UnknownMode(String given) implements Problem {}

  /// The volume asks by an older mode for a path that is none of the Agent's.
  record PathNotPermitted(String given, List<String> permitted) implements Problem {
    /// Copies what may change.
    public PathNotPermitted {
      permitted = List.copyOf(permitted);
    }
  }

  /// What should be published is not there, or is something else.
  record SourceUnfit(Path source, FileKind found, FileKind wanted) implements Problem {}

  /// A pod asks for a node directory where those are switched off.
  record SwitchedOff() implements Problem {}

  /// What should be a name is none.
  record BadName(String field, String given) implements Problem {}

  /// The kubelet does not say whose volume it is.
  record PodUnknown(String attribute) implements Problem {}

  /// The pod has no group that a node directory could belong to.
  record NoGroup(String given) implements Problem {}

  /// The node directory belongs to another group than the pod's.
  record OtherGroup(Path directory, long owner, long asks) implements Problem {}

  /// There is something else in a node directory's place.
  record StorageUnfit(Path path, FileKind found) implements Problem {}

  /// As much is stored as may be, in one node directory or in all.
  record DirectoryFull(Path path, Usage found, long limit) implements Problem {}

  /// A library cannot be had.
  record OfLibrary(LibraryProblem why) implements Problem {}

  /// There are as many node directories as there may be.
  record TooManyDirectories(Path root, int found) implements Problem {}

  /// A folder above the target is not a plain folder.
  record BadWay(Path above, FileKind found) implements Problem {}

  /// Something else is at the target.
  record TargetTaken(Path target, String by) implements Problem {}

  /// What is to be taken away is nothing that this driver makes.
  record NotOurs(Path target, FileKind found) implements Problem {}

  /// Another call works on the same target now.
  record Underway(Path target) implements Problem {}

  /// The kernel did not do what was asked; everything is as it was before.
  record KernelRefused(String call, Path path, String error) implements Problem {}

  /// It cannot be done now, and what was mounted at the target before is there still.
  record StillThere(Problem why) implements Problem {}

  /// The kernel did not do what was asked, nor would it undo what had been done until then.
  record LeftBehind(Problem first, KernelRefused undoing) implements Problem {}
}
