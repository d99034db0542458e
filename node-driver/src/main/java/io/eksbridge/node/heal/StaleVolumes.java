// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.mount.Healed;
import io.eksbridge.node.mount.Mounts;
import io.eksbridge.node.mount.Volumes;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.Census;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.StaleVolume;
import io.eksbridge.node.volume.VolumeKind;
import io.eksbridge.node.volume.VolumeRequest;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A volume of a single socket dies with the Agent that made the socket, and nothing else would
/// tell. The mounts are looked at when one of the Agent's sockets is another than before, and now
/// and then. Only what the kubelet's own record says is this driver's is touched: a remount of
/// somebody else's volume would take something away from its pod.
@Singleton
public final class StaleVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(StaleVolumes.class);
  private static final int ROUNDS_BETWEEN_LOOKS = 30;

  private final Mounts mounts;
  private final Volumes volumes;
  private final StaleEvents events;
  private final LooseVolumes loose;
  private final Path kubelet;
  private final AgentSockets agent;
  private final KubeletRecords records;
  private final ClusterMetrics metrics;
  private final Set<StaleVolume> told = new HashSet<>();
  private volatile Census last = Census.NONE;
  private List<FileView> sockets = List.of();
  private int rounds;

  /// Looks at these mounts and heals these volumes.
  StaleVolumes(
      Mounts mounts,
      Volumes volumes,
      StaleEvents events,
      LooseVolumes loose,
      NodeDriverConfig config,
      NodeDriverMetrics driver,
      ClusterMetrics metrics) {
    this.mounts = mounts;
    this.volumes = volumes;
    this.events = events;
    this.loose = loose;
    this.kubelet = config.kubelet();
    this.agent = config.agent();
    this.records = new KubeletRecords(config.driverName());
    this.metrics = metrics;
    driver.volumes(() -> last);
  }

  /// One round.
  @Scheduled(initialDelay = "5s", fixedDelay = "2s")
  public void round() {
    List<FileView> now =
        Stream.of(VolumeKind.values())
            .flatMap(kind -> kind.source(agent).stream())
            .map(Source::path)
            .distinct()
            .map(mounts::behind)
            .toList();
    boolean other = !now.equals(sockets);
    sockets = now;
    if (other || rounds++ % ROUNDS_BETWEEN_LOOKS == 0) {
      look();
    }
  }

  private void look() {
    Census found = census();
    loose.confine(found.loose());
    told.retainAll(found.stale());
    for (StaleVolume volume : found.stale()) {
      if (told.add(volume)) {
        events.tell(volume);
      }
      volume.source().ifPresent(source -> heal(volume, source));
    }
    last = found.stale().isEmpty() ? found : census();
  }

  private void heal(StaleVolume volume, Source source) {
    Healed healed =
        volumes.heal(new VolumeRequest(volume.target().volume(), source, volume.target()));
    switch (healed) {
      case REBOUND -> {
        told.remove(volume); // the next time is another
        metrics.rebound(true);
      }
      case FAILED -> metrics.rebound(false);
      case NOT_NOW ->
          LOG.atDebug().addKeyValue("target_path", volume.target().path()).log("stays stale");
    }
  }

  private Census census() {
    return Census.of(mounts.table(), kubelet, real(kubelet), agent).only(records::isOurs);
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
