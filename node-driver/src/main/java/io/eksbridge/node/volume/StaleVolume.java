// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A volume that shows what the Agent has deleted since.
///
/// @param target where it is mounted
/// @param source what to mount in its place; absent where two of the Agent's paths are as likely
public record StaleVolume(TargetPath target, Optional<Source> source) {
  /// What a deleted file once was: the kernel tells its path from the root of its file system, and
  /// that is the end of the path by which the driver is told of it.
  static Optional<Source> source(MountTable.Layer layer, AgentSockets agent) {
    Set<Source> sources =
        Arrays.stream(VolumeKind.values())
            .flatMap(kind -> kind.source(agent).stream())
            .collect(Collectors.toUnmodifiableSet());
    int most = sources.stream().mapToInt(source -> likeness(source.path(), layer)).max().orElse(0);
    List<Source> best =
        sources.stream().filter(source -> likeness(source.path(), layer) == most).toList();
    return most > 0 && best.size() == 1 ? Optional.of(best.getFirst()) : Optional.empty();
  }

  /// How many names the two have in common, from the last on.
  private static int likeness(Path source, MountTable.Layer layer) {
    Path shown = Path.of(layer.shown());
    int most = Math.min(source.getNameCount(), shown.getNameCount());
    int same = 0;
    while (same < most
        && source
            .getName(source.getNameCount() - 1 - same)
            .equals(shown.getName(shown.getNameCount() - 1 - same))) {
      same++;
    }
    return same;
  }
}
