// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.NodeGrpc;
import io.eksbridge.node.Calls;
import io.eksbridge.node.Eventually;
import io.eksbridge.node.Names;
import io.eksbridge.node.Node;
import io.eksbridge.node.PrivateMounts;
import io.eksbridge.node.RunningDriver;
import io.eksbridge.node.mount.LinuxMounts;
import io.eksbridge.node.mount.Place;
import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.TargetPath;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A driver that starts on a full node.
final class ThousandVolumesTest {
  private static final int VOLUMES = 1_000;

  @TempDir Path folder;

  @Test
  void aThousandVolumesThatAreThereAtStartAreConfinedAndServed() throws Exception {
    PrivateMounts.required();
    var kernel = new LinuxMounts();
    List<Path> targets = new ArrayList<>();
    try (var node = new Node(folder)) {
      for (int pod = 0; pod < VOLUMES; pod++) {
        Path target = node.target("pod-" + pod);
        Files.writeString(
            target.resolveSibling("vol_data.json"), "{\"driverName\":\"" + Names.DRIVER + "\"}");
        try (Place place = kernel.open(new TargetPath(target, node.kubelet()))) {
          place.make(FileKind.DIRECTORY);
          place.bind(node.agent(), Access.READ_WRITE);
        }
        targets.add(target);
      }

      try (var driver = new RunningDriver(node)) {
        ManagedChannel csi = driver.channel(node.csiSocket());
        Eventually.holds(
            "all confined",
            () ->
                driver
                    .get("/metrics")
                    .body()
                    .contains(
                        "datadog_csi_driver_volumes_confined_total{outcome=\"success\"} "
                            + (double) VOLUMES));
        assertThat(driver.get("/health/liveness").statusCode()).isEqualTo(200);
        for (Path target : targets) {
          var calls = NodeGrpc.newBlockingStub(csi);
          var _ = calls.nodePublishVolume(Calls.publish("DSDSocketDirectory", target));
          var _ = calls.nodeUnpublishVolume(Calls.unpublish(target));
        }
        csi.shutdownNow();
      }
      assertThat(LinuxMounts.mountinfo()).doesNotContain(node.kubelet().toString());
      assertThat(targets).allSatisfy(target -> assertThat(target).doesNotExist());
      assertThat(node.dsdSocket()).exists();
    }
  }
}
