// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.api.Json;
import io.eksbridge.node.mount.Volumes;
import io.eksbridge.node.volume.LooseVolume;
import io.eksbridge.node.volume.Problem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Confines what a driver that was killed between two steps, or the official driver, left open.
/// Only what the kubelet's own record says is this driver's: a remount of somebody else's volume
/// would take something away from its pod.
@Singleton
final class LooseVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(LooseVolumes.class);
  private static final String RECORD = "vol_data.json"; // pkg/volume/csi of the kubelet
  private static final String DRIVER = "driverName"; // a field of it

  private final Volumes volumes;
  private final ClusterMetrics metrics;
  private final String driver;
  private final Set<LooseVolume> failed = new HashSet<>();

  LooseVolumes(Volumes volumes, NodeDriverConfig config, ClusterMetrics metrics) {
    this.volumes = volumes;
    this.driver = config.driverName();
    this.metrics = metrics;
  }

  /// Confines each of them.
  void confine(List<LooseVolume> found) {
    failed.retainAll(found);
    found.stream().filter(this::ours).forEach(this::confine);
  }

  private void confine(LooseVolume volume) {
    Optional<Problem> problem = volumes.confine(volume);
    switch (problem.orElse(null)) {
      case null -> {
        metrics.confined(true);
        LOG.atInfo()
            .addKeyValue("target_path", volume.target().path())
            .addKeyValue("was", String.join(",", volume.top().options().stream().sorted().toList()))
            .log("confined a volume that was left open");
      }
      case Problem.Underway _ -> {} // that call confines it
      case Problem why -> {
        metrics.confined(false);
        if (failed.add(volume)) {
          LOG.atWarn()
              .addKeyValue("target_path", volume.target().path())
              .addKeyValue("why", why)
              .log("a volume stays open");
        }
      }
    }
  }

  private boolean ours(LooseVolume volume) {
    Path record = volume.target().path().resolveSibling(RECORD);
    try {
      return Json.text(Files.readString(record), DRIVER).filter(driver::equals).isPresent();
    } catch (IOException unreadable) {
      return false;
    }
  }
}
