// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.util.Optional;

/// How much there is already, and may be, when a pod asks for a directory.
///
/// @param own in that directory
/// @param all in all directories of the node
/// @param directories how many there are
/// @param limits what may be
public record DiskRoom(Usage own, Usage all, int directories, Limits limits) {
  /// Nothing is stored, and anything may be.
  public static final DiskRoom ANY =
      new DiskRoom(Usage.NONE, Usage.NONE, 0, new Limits(Long.MAX_VALUE, Long.MAX_VALUE));

  /// Why a pod must wait for this directory.
  Optional<Problem> lacking(NodeDirectory directory, boolean there) {
    if (limits.isReachedBy(own)) {
      return Optional.of(new Problem.DirectoryFull(directory.path(), own, limits.each()));
    }
    if (limits.areReachedBy(all)) {
      return Optional.of(new Problem.DirectoryFull(directory.root(), all, limits.all()));
    }
    return there || directories < Limits.DIRECTORIES
        ? Optional.empty()
        : Optional.of(new Problem.TooManyDirectories(directory.root(), directories));
  }
}
