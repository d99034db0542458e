// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.csi.CsiServer;
import io.eksbridge.node.mount.Mounts;
import io.eksbridge.node.volume.TargetPath;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/// When the kubelet is told of the driver: once all else serves; and when it is told no more: first
/// of all.
@Singleton
@Requires(beans = CsiServer.class)
final class Announcement {
  private final Registration registration;
  private final CsiServer csi;
  private final Mounts mounts;
  private final NodeDriverConfig config;

  Announcement(Registration registration, CsiServer csi, Mounts mounts, NodeDriverConfig config) {
    this.registration = registration;
    this.csi = csi;
    this.mounts = mounts;
    this.config = config;
  }

  @EventListener
  void begin(ServerStartupEvent started) {
    if (csi.isServing() && !(started.getSource() instanceof GrpcEmbeddedServer)) {
      // A first look at the host: what cannot work here fails now, and not with the first pod.
      Path nothing = config.kubelet().resolve("pods", "none", "mount");
      mounts.open(new TargetPath(nothing, config.kubelet())).close();
      registration.start();
      Thread _ = Thread.startVirtualThread(mounts::load);
    }
  }

  @EventListener
  void end(ShutdownEvent stopping) {
    registration.stop();
  }
}
