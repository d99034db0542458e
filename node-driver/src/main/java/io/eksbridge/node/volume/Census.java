// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import io.eksbridge.node.library.StorePlace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The volumes of a node.
///
/// @param published how many are mounted
/// @param stale those that show something of the Agent's that was deleted since
/// @param loose those that allow something else than they should
public record Census(int published, List<StaleVolume> stale, List<LooseVolume> loose) {
  private static final String CSI_VOLUME = "/volumes/kubernetes.io~csi/";

  /// Of a node that has not been looked at.
  public static final Census NONE = new Census(0, List.of(), List.of());

  /// Copies what may change.
  public Census {
    stale = List.copyOf(stale);
    loose = List.copyOf(loose);
  }

  /// Takes the Agent's sockets and folders, node directories and libraries that are mounted below
  /// the kubelet's `pods/`; what lies under another mount is seen by nobody.
  ///
  /// @param kubelet the kubelet's folder as calls name it
  /// @param real the same without links, as the kernel names it
  public static Census of(MountTable table, Path kubelet, Path real, AgentSockets agent) {
    String pods = real.resolve("pods") + "/";
    Set<String> names =
        Stream.of(VolumeKind.values())
            .flatMap(kind -> kind.source(agent).stream())
            .map(source -> String.valueOf(source.path().getFileName()))
            .collect(Collectors.toUnmodifiableSet());
    Map<String, MountTable.Layer> tops = new LinkedHashMap<>();
    table.layers().stream()
        .filter(layer -> layer.point().startsWith(pods) && layer.point().contains(CSI_VOLUME))
        .filter(layer -> names.contains(layer.name()) || isOfTheStorage(layer))
        .forEach(layer -> tops.put(layer.point(), layer));
    List<StaleVolume> stale =
        tops.values().stream()
            .filter(top -> top.isStale() && !isOfTheStorage(top))
            .map(top -> new StaleVolume(at(top, kubelet, real), StaleVolume.source(top, agent)))
            .toList();
    List<LooseVolume> loose =
        tops.values().stream()
            .filter(top -> !top.isConfinedTo(access(top)))
            .map(top -> new LooseVolume(at(top, kubelet, real), top, access(top)))
            .toList();
    return new Census(tops.size(), stale, loose);
  }

  /// The same without stale and loose volumes that `ours` says no of: they are another driver's to
  /// look after.
  public Census only(Predicate<TargetPath> ours) {
    return new Census(
        published,
        stale.stream().filter(volume -> ours.test(volume.target())).toList(),
        loose.stream().filter(volume -> ours.test(volume.target())).toList());
  }

  private static TargetPath at(MountTable.Layer top, Path kubelet, Path real) {
    return new TargetPath(kubelet.resolve(real.relativize(Path.of(top.point()))), kubelet);
  }

  private static boolean isOfTheStorage(MountTable.Layer layer) {
    return NodeDirectory.isPlace(layer.shown())
        || StorePlace.isLibrary(layer.shown())
        || layer.name().equals(StorePlace.PRELOAD);
  }

  /// A node directory may be mounted read-only too, as its pod wishes.
  private static Access access(MountTable.Layer top) {
    if (StorePlace.isLibrary(top.shown())) {
      return Access.PROGRAMS;
    }
    boolean writable = NodeDirectory.isPlace(top.shown()) && !top.options().contains("ro");
    return writable ? Access.READ_WRITE : Access.READ_ONLY;
  }
}
