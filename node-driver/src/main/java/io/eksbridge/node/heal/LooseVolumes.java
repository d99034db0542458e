// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.mount.Volumes;
import io.eksbridge.node.volume.LooseVolume;
import io.eksbridge.node.volume.Problem;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Confines what a driver that was killed between two steps, or the official driver, left open.
@Singleton
final class LooseVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(LooseVolumes.class);

  private final Volumes volumes;
  private final ClusterMetrics metrics;
  private final Set<LooseVolume> failed = new HashSet<>();

  LooseVolumes(Volumes volumes, ClusterMetrics metrics) {
    this.volumes = volumes;
    this.metrics = metrics;
  }

  /// Confines each of them.
  void confine(List<LooseVolume> found) {
    failed.retainAll(found);
    found.forEach(this::confine);
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
}
