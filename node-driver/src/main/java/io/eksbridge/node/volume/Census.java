// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How many volumes a node has.
///
/// @param published all that are mounted
/// @param stale those that show what was deleted since
public record Census(int published, int stale) {
  private static final String CSI_VOLUME = "/volumes/kubernetes.io~csi/";

  /// Counts the Agent's sockets and folders, and node directories, that are mounted below the
  /// kubelet's `pods/`.
  public static Census of(MountTable table, Path kubelet, AgentSockets agent) {
    String pods = kubelet.resolve("pods") + "/";
    Set<String> names =
        Stream.of(VolumeKind.values())
            .flatMap(kind -> kind.source(agent).stream())
            .map(source -> String.valueOf(source.path().getFileName()))
            .collect(Collectors.toUnmodifiableSet());
    List<MountTable.Layer> ours =
        table.layers().stream()
            .filter(layer -> layer.point().startsWith(pods) && layer.point().contains(CSI_VOLUME))
            .filter(layer -> names.contains(layer.name()) || NodeDirectory.isPlace(layer.shown()))
            .toList();
    long stale = ours.stream().filter(MountTable.Layer::isStale).count();
    return new Census(ours.size(), Math.toIntExact(stale));
  }
}
