// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.LibraryConfig;
import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.api.Json;
import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.StorePlace;
import io.eksbridge.node.mount.LinuxMounts;
import io.eksbridge.node.store.LibraryFailure;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is due from time to time: images to have before a pod asks, and libraries that nobody uses.
/// On a node without libraries it does nothing.
@Singleton
public final class LibraryUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(LibraryUpkeep.class);
  private static final String RECORD = "vol_data.json"; // pkg/volume/csi of the kubelet
  private static final String HANDLE = "volumeHandle"; // a field of it

  private final boolean enabled;
  private final List<ImageReference> prewarm;
  private final Path kubelet;
  private final Libraries libraries;
  private final LibraryVolumes volumes;

  LibraryUpkeep(
      LibraryConfig config, NodeDriverConfig node, Libraries libraries, LibraryVolumes volumes) {
    this.enabled = config.apmEnabled();
    this.prewarm = config.prewarm();
    this.kubelet = node.kubelet();
    this.libraries = libraries;
    this.volumes = volumes;
  }

  /// One round.
  @Scheduled(initialDelay = "3s", fixedDelay = "60s")
  public void round() {
    boolean stored = Files.isDirectory(libraries.storage().resolve(StorePlace.STORE));
    if (!enabled || (prewarm.isEmpty() && !libraries.isAwake() && !stored)) {
      return;
    }
    try {
      prewarm.forEach(this::warm);
      libraries.collect(libraries.awake(), 0);
      if (volumes.own().isUsed()) {
        Set<String> mounted = StorePlace.writable(LinuxMounts.mountinfo().lines().toList());
        volumes.own().sweep(mounted, known());
      }
    } catch (LibraryFailure failure) {
      LOG.atWarn().addKeyValue("problem", failure.problem().words()).log("cannot clean the store");
    }
  }

  private void warm(ImageReference image) {
    try {
      libraries.warm(image);
    } catch (LibraryFailure failure) {
      LOG.atWarn()
          .addKeyValue("image", image.text())
          .addKeyValue("problem", failure.problem().words())
          .log("cannot have an image before a pod asks; tried again in a minute");
    }
  }

  /// The volumes that the kubelet keeps a record of.
  private Set<String> known() {
    Set<String> handles = new HashSet<>();
    Path pods = kubelet.resolve("pods");
    try (DirectoryStream<Path> each = Files.newDirectoryStream(pods)) {
      for (Path pod : each) {
        known(pod.resolve("volumes", "kubernetes.io~csi"), handles);
      }
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure); // rather keep all than guess
    }
    return handles;
  }

  private static void known(Path volumes, Set<String> handles) throws IOException {
    if (!Files.isDirectory(volumes)) {
      return;
    }
    try (DirectoryStream<Path> each = Files.newDirectoryStream(volumes)) {
      for (Path volume : each) {
        Path record = volume.resolve(RECORD);
        if (Files.exists(record)) {
          Json.text(Files.readString(record), HANDLE).ifPresent(handles::add);
        }
      }
    }
  }
}
