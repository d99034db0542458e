// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import io.eksbridge.node.volume.PodName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The kubelet's folder of logs, by whose folders' names a uid becomes a pod's name: true on the
/// node itself, also after a restart of the driver, and without a right to list pods.
///
/// @param folder usually `/var/log/pods`
record PodLogs(Path folder) {
  Optional<PodName> pod(String uid) {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(each -> PodName.ofLogs(each.getFileName().toString()))
          .flatMap(Optional::stream)
          .filter(pod -> pod.uid().equals(uid))
          .findFirst();
    } catch (IOException _) {
      return Optional.empty(); // not mounted into the driver's pod
    }
  }
}
