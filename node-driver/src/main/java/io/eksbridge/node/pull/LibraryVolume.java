// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.library.LibraryRequest;
import io.eksbridge.node.volume.PodName;
import io.eksbridge.node.volume.TargetPath;
import java.util.Optional;

/// A volume of a library that has been checked.
///
/// @param id the kubelet's name of it
/// @param target where it is published
/// @param library what is; absent where it is the injector's preload file
/// @param group the pod's, where the kubelet tells it
/// @param pod whose it is, where the kubelet tells it
public record LibraryVolume(
    String id,
    TargetPath target,
    Optional<LibraryRequest> library,
    String group,
    Optional<PodName> pod) {
  /// Its name in the metrics.
  public String name() {
    return library.map(each -> each.image().text()).orElse("");
  }
}
