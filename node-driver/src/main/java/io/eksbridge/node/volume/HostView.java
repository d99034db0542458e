// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.util.List;
import java.util.Optional;

/// What the host looked like just before deciding.
///
/// @param obstacle the first on the way to the target that is no folder; then the rest is not known
/// @param target what is at the target, the topmost mount if there are any
/// @param mounted whether anything is mounted at the target
/// @param layers the mounts at the target, the topmost last, where it matters what they are
/// @param source what the source is; absent when none was asked for
/// @param room what is stored already; of use to node directories alone
public record HostView(
    Optional<Obstacle> obstacle,
    FileView target,
    boolean mounted,
    List<MountTable.Layer> layers,
    SourceView source,
    DiskRoom room) {
  /// Copies what may change.
  public HostView {
    layers = List.copyOf(layers);
  }
}
