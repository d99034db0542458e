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
/// @param stale those that show what the Agent has deleted
public record Census(int published, int stale) {
  private static final String CSI_VOLUME = "/volumes/kubernetes.io~csi/";

  /// Counts the Agent's sockets and folders that are mounted below the kubelet's `pods/`.
  public static Census of(MountTable table, Path kubelet, AgentSockets agent) {
    String pods = kubelet.resolve("pods") + "/";
    Set<String> names =
        Stream.of(VolumeKind.values())
            .map(kind -> String.valueOf(kind.source(agent).getFileName()))
            .collect(Collectors.toUnmodifiableSet());
    List<MountTable.Layer> ours =
        table.layers().stream()
            .filter(layer -> layer.point().startsWith(pods) && layer.point().contains(CSI_VOLUME))
            .filter(layer -> names.contains(layer.name()))
            .toList();
    long stale = ours.stream().filter(MountTable.Layer::isStale).count();
    return new Census(ours.size(), Math.toIntExact(stale));
  }
}
